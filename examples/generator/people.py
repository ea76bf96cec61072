"""Makes the people who aren't in the programme: delegations, guests, press, pupils and others."""

from __future__ import annotations

from generator.roster import HOST_CODE, Roster
from generator.tables import Row
from generator.travel import Stay

FOREIGN = 350
DOMESTIC = 520
ORGANISATION_DELEGATES = ("WIPO", "WFEO", "ANSO")
FOREIGN_ROLES = {"exhibitor": 16, "press": 14, "interpreter": 4}
PUPILS_FROM = ("TH", "MY", "EG", "RU", "ID", "LA")
DOMESTIC_ROLES = {
    "interpreter": 36, "liaison_officer": 78, "press": 34, "exhibitor": 60, "minor": 36, "secretariat": 9,
}  # fmt: skip
TEACHERS = 6  # with the pupils
INTERPRETED = ("zh;en", "zh;en", "zh;ru", "zh;fr", "zh;es", "zh;ar")
MEETING_BEGINS, MEETING_ENDS = "2023-11-06 14:00", "2023-11-06 17:20"


def secretariat(roster: Roster) -> None:
    """Make the person whom the demonstration signs in as."""
    key = roster.add(HOST_CODE, "secretariat", stay=Stay(), languages="zh;en")
    roster.person(key)["email"] = "secretariat@example.org"


def heads_of_delegation(roster: Roster, countries: list[Row]) -> list[str]:
    """Make a head for every country and region; return those of the ministers' meeting."""
    in_meeting = []
    for country in countries:
        key = roster.add(country["code"], "head_of_delegation")
        if country["ministers"]:
            in_meeting.append(key)
            if not roster.stays[key].covers(MEETING_BEGINS, MEETING_ENDS):
                roster.stay_whole_time(key)
    return in_meeting


def fill_up(roster: Roster, countries: list[Row]) -> None:
    """Make everybody else, up to the size the sources report."""
    _name_demo_addresses(roster)
    for country in countries:
        roster.add(country["code"], "delegate")
    for code in ORGANISATION_DELEGATES:
        roster.add(code, "delegate")
        roster.add(code, "delegate")
    for code in PUPILS_FROM:
        roster.add(code, "delegate", post="teacher")
        for _ in range(3):
            roster.add(code, "minor")
    _fill_foreign(roster, [country["code"] for country in countries])
    _fill_domestic(roster)


def _name_demo_addresses(roster: Roster) -> None:
    address = {"organiser": "organiser@example.org", "speaker": "speaker@example.org"}
    for row in roster.participations:
        if row["role"] in address:
            roster.person(row["person"])["email"] = address.pop(row["role"])


def _fill_foreign(roster: Roster, codes: list[str]) -> None:
    for role, count in FOREIGN_ROLES.items():
        for n in range(count):
            code = codes[(7 * n + 3) % len(codes)]
            roster.add(code, role, with_delegation=role != "press")
    n = 0
    while _count(roster, domestic=False) < FOREIGN:
        # Some who were invited in person have not answered, or can't come.
        state = {3: "invited", 9: "declined", 15: "withdrawn"}.get(n % 18, "")
        role = "guest" if n % 3 == 0 else "delegate"
        roster.add(codes[(11 * n) % len(codes)], role, state=state, with_delegation=role != "guest")
        n += 1


def _fill_domestic(roster: Roster) -> None:
    for role, count in DOMESTIC_ROLES.items():
        for n in range(count):
            languages = INTERPRETED[n % len(INTERPRETED)] if role == "interpreter" else None
            roster.add(HOST_CODE, role, stay=Stay(), languages=languages)
    for _ in range(TEACHERS):
        roster.add(HOST_CODE, "domestic_guest", post="teacher", stay=Stay())
    while _count(roster, domestic=True) < DOMESTIC:
        roster.add(HOST_CODE, "domestic_guest")


def _count(roster: Roster, domestic: bool) -> int:
    """How many come from the host country, or from elsewhere; those who don't come aren't counted."""
    return sum((row["party"] == HOST_CODE) == domestic for row in roster.people) - (
        0 if domestic else sum(bool(row["state"]) for row in roster.participations)
    )
