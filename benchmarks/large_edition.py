"""A released edition of any size, made from a seed: `synthetic.py` makes it up, this puts it into tables."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from synthetic import Size, conference

from serai.core.actors import OPERATOR
from serai.core.models import Provenance, User
from serai.editions.models import Edition, Host, Period, PeriodKind, Room, Series, Venue
from serai.engines import timetable as engine
from serai.engines.timetable.construct import construct
from serai.participation.models import Participation, ParticipationRole
from serai.parties.models import Organisation, Party, Person
from serai.programme import planning, services
from serai.programme.models import (
    Activity,
    ActivityMember,
    Contribution,
    ContributionMember,
    Plan,
    Section,
    SectionKind,
    Visibility,
)

CONGRESS = Size(periods=15, rooms=40, activities=100, contributions=2000, people=1800)
FIRST_DAY = date(2027, 5, 10)
PERIODS_A_DAY = 5
OPENS = 8  # o'clock in the edition's zone, UTC+8
CODES = [
    *(
        "AE",
        "AR",
        "AT",
        "AU",
        "AZ",
        "BD",
        "BE",
        "BO",
        "BR",
        "BY",
        "CA",
        "CH",
        "CI",
        "CL",
        "CM",
        "CN",
        "CO",
        "CU",
    ),
    *(
        "CZ",
        "DE",
        "DK",
        "DZ",
        "EC",
        "EE",
        "EG",
        "ES",
        "ET",
        "FI",
        "FR",
        "GB",
        "GE",
        "GH",
        "GR",
        "HU",
        "ID",
        "IE",
    ),
    *(
        "IL",
        "IN",
        "IQ",
        "IR",
        "IS",
        "IT",
        "JO",
        "JP",
        "KE",
        "KG",
        "KH",
        "KR",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LT",
        "LV",
    ),
    *("MA", "MG", "MM", "MN", "MX", "MY", "NG", "NL", "NO", "NP", "NZ", "OM", "PE", "PH", "PK", "PL"),
]
ADJECTIVES = [
    *(
        "Adaptive",
        "Low-cost",
        "Distributed",
        "Autonomous",
        "Sustainable",
        "Quantum",
        "Membrane-based",
        "Remote",
    ),
    *("Early", "Shared", "Regional", "Data-driven", "Open", "Hybrid", "Seasonal", "Urban"),
]
SUBJECTS = [
    *(
        "irrigation",
        "desalination",
        "seismic monitoring",
        "vaccine logistics",
        "crop genomics",
        "solar storage",
    ),
    *("rail signalling", "glacier mapping", "arsenic removal", "satellite navigation", "herbal pharmacology"),
    *("flood forecasting", "soil carbon", "battery recycling", "telemedicine", "fisheries management"),
    *("earthquake shelters", "machine translation"),
]
PLACES = [
    *("arid basins", "mountain valleys", "river deltas", "coastal cities", "island states", "high plateaus"),
    "old towns",
]
HAN = "水利用研究新方法在山区城市海岸合作能源卫星导航医学土壤碳循环电池回收地震监测遥感农业基因太阳储存冰川"
SYLLABLES = [
    *("an", "ba", "chen", "da", "el", "fa", "go", "hu", "i", "ja", "ka", "li", "mo", "na", "o", "pe", "qui"),
    *("ra", "shi", "ta", "u", "va", "wen", "xi", "ya", "zo"),
]


def make_edition(size: Size, seed: int) -> Edition:
    """An edition with a release, a newer draft and one member of the secretariat; nothing is solved."""
    random_ = random.Random(seed)
    problem = conference(size, seed)
    edition = _edition(problem, seed)
    people = _people(random_, problem, edition)
    activities = _activities(random_, problem, edition)
    _members(problem, activities, _contributions(random_, problem, activities), people)
    _secretary(edition)
    timetable = construct(planning.problem_of(edition))
    services.release_plan(actor=OPERATOR, plan=_plan(edition, timetable), accept_unplaced=True)
    _plan(edition, timetable)
    return edition


def _plan(edition: Edition, timetable: engine.Timetable) -> Plan:
    """A draft that holds the timetable."""
    plan = Plan.objects.create(edition=edition, name="greedy")
    planning.write_timetable(plan, timetable)
    return plan


def _edition(problem: engine.Problem, seed: int) -> Edition:
    """The edition with its venue, rooms, periods and the breaks between them."""
    days = (len(problem.periods) - 1) // PERIODS_A_DAY
    edition = Edition.objects.create(
        series=Series.objects.create(key="congress", name={"en": "World Congress"}),
        key="congress-2027",
        name={"en": f"World Congress {seed}", "zh-hans": "世界大会"},
        short_name={"en": "Congress 2027", "zh-hans": "大会2027"},
        start=FIRST_DAY,
        end=FIRST_DAY + timedelta(days=days),
        time_zone="Asia/Shanghai",
        country=Party.objects.get_or_create(code="CN")[0],
        city={"en": "Chongqing", "zh-hans": "重庆"},
        languages=["en", "zh-hans"],
        slot_minutes=problem.slot_minutes,
    )
    Host.objects.create(edition=edition, key="host", name={"en": "Academy", "zh-hans": "科学院"})
    venue = Venue.objects.create(
        edition=edition, key="hall", name={"en": "Congress Hall", "zh-hans": "会议厅"}
    )
    Room.objects.bulk_create(
        Room(
            edition=edition,
            venue=venue,
            key=room.id,
            name={"en": f"Hall {number}", "zh-hans": f"{number}号厅"},
            seats=room.seats,
            booths=2,
            order=number,
        )
        for number, room in enumerate(problem.rooms, start=1)
    )
    for number, period in enumerate(problem.periods):
        _period(edition, period, number)
    return edition


def _period(edition: Edition, period: engine.Period, number: int) -> None:
    """A period of the problem at a time of day, with the break before the next one of its day."""
    minutes = edition.slot_minutes
    day = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(
        days=number // PERIODS_A_DAY
    )
    place = number % PERIODS_A_DAY
    opening = day + timedelta(hours=OPENS - 8)
    starts = opening + timedelta(minutes=minutes * place * (period.slots + 4))
    ends = starts + timedelta(minutes=minutes * period.slots)
    Period.objects.create(edition=edition, key=period.id, starts=starts, ends=ends)
    if place + 1 < PERIODS_A_DAY:
        Period.objects.create(
            edition=edition,
            key=f"after-{period.id}",
            kind=PeriodKind.BREAK,
            name={"en": "Break", "zh-hans": "休息"},
            starts=ends,
            ends=ends + timedelta(minutes=4 * minutes),
        )


def _people(random_: random.Random, problem: engine.Problem, edition: Edition) -> dict[str, Person]:
    """Everybody of the problem, with a party, an organisation, a post and their stay."""
    parties = [Party.objects.get_or_create(code=code)[0] for code in CODES]
    bodies = Organisation.objects.bulk_create(
        Organisation(
            key=f"body-{number}",
            name={"en": f"{random_.choice(ADJECTIVES)} Institute {number}", "zh-hans": f"第{number}研究所"},
            party=random_.choice(parties),
        )
        for number in range(300)
    )
    people = []
    for row in problem.people:
        name = " ".join(
            "".join(random_.choices(SYLLABLES, k=random_.choice((2, 3)))).title() for _ in range(2)
        )
        body = random_.choice(bodies)
        people.append(
            Person(
                key=f"p-{row.id}",
                name="".join(random_.choices(HAN, k=3)) if random_.random() < 0.3 else name,
                latin_name=name,
                sort_key=name.lower(),
                position={"en": random_.choice(("Professor", "Director", "Engineer")), "zh-hans": "教授"},
                party=body.party,
                organisation=body,
                provenance=Provenance.GENERATED if random_.random() < 0.1 else Provenance.ENTERED,
            )
        )
    Person.objects.bulk_create(people)
    Participation.objects.bulk_create(
        Participation(edition=edition, person=person, role=ParticipationRole.SPEAKER, **_stay(problem, row))
        for row, person in zip(problem.people, people, strict=True)
    )
    return {row.id: person for row, person in zip(problem.people, people, strict=True)}


def _stay(problem: engine.Problem, person: engine.Person) -> dict[str, datetime]:
    """Who comes late or leaves early in the problem misses the first or the last period."""
    if person.here is None:
        return {}
    opening = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, OPENS, tzinfo=UTC) - timedelta(hours=8)
    if person.here[0][0] > problem.periods[0].begin:
        return {"arrives": opening + timedelta(hours=1)}
    last = (len(problem.periods) - 1) // PERIODS_A_DAY
    return {"departs": opening + timedelta(days=last, hours=8)}


def _activities(random_: random.Random, problem: engine.Problem, edition: Edition) -> dict[str, Activity]:
    """The activities in six sections; a few are listed without detail or closed."""
    sections = [
        Section.objects.create(
            edition=edition, key=kind, number=number, title={"en": kind.title(), "zh-hans": "主题"}, kind=kind
        )
        for number, kind in enumerate(SectionKind.values, start=1)
    ]
    periods = list(edition.periods.filter(kind=PeriodKind.PERIOD))
    rows = [
        Activity(
            edition=edition,
            section=random_.choice(sections),
            key=f"a-{activity.id}",
            order=number,
            title=_title(random_),
            summary=_abstract(random_, 40),
            audience=activity.audience,
            setup_minutes=activity.setup_slots * problem.slot_minutes,
            language="en",
            interpretation=["zh"] if random_.random() < 0.3 else [],
            visibility=random_.choices(Visibility.values, (94, 4, 2))[0],
            minutes=60 if activity.id == "opening" else None,
        )
        for number, activity in enumerate(problem.activities)
    ]
    Activity.objects.bulk_create(rows)
    talks = Counter(talk.activity for talk in problem.contributions)
    load = [0] * (len(problem.periods) // PERIODS_A_DAY)
    for activity, row in zip(problem.activities, rows, strict=True):  # each is held on the emptiest day
        day = load.index(min(load))
        load[day] += talks[activity.id]
        row.periods.set(periods[day * PERIODS_A_DAY : (day + 1) * PERIODS_A_DAY])
    return {activity.id: row for activity, row in zip(problem.activities, rows, strict=True)}


def _contributions(
    random_: random.Random, problem: engine.Problem, activities: dict[str, Activity]
) -> dict[str, Contribution]:
    """The talks with title and abstract in two languages."""
    rows = [
        Contribution(
            edition=activities[talk.activity].edition,
            activity=activities[talk.activity],
            key=talk.id,
            order=number,
            title=_title(random_),
            abstract=_abstract(random_, 120),
            minutes=talk.slots * problem.slot_minutes,
            language="en",
        )
        for number, talk in enumerate(problem.contributions)
    ]
    Contribution.objects.bulk_create(rows)
    return {talk.id: row for talk, row in zip(problem.contributions, rows, strict=True)}


def _members(
    problem: engine.Problem,
    activities: dict[str, Activity],
    contributions: dict[str, Contribution],
    people: dict[str, Person],
) -> None:
    """Who chairs and who speaks."""
    ActivityMember.objects.bulk_create(
        ActivityMember(activity=activities[row.id], person=people[member.person], role=member.role)
        for row in problem.activities
        for member in row.people
    )
    ContributionMember.objects.bulk_create(
        ContributionMember(
            contribution=contributions[row.id], person=people[member.person], role="speaker", order=order
        )
        for row in problem.contributions
        for order, member in enumerate(row.people)
    )


def _secretary(edition: Edition) -> None:
    user = User.objects.create_user("secretary@example.org")
    person = Person.objects.create(key="secretary", name="Secretary", sort_key="secretary", user=user)
    Participation.objects.create(edition=edition, person=person, role=ParticipationRole.SECRETARIAT)


def _title(random_: random.Random) -> dict[str, str]:
    adjective, subject, place = (random_.choice(words) for words in (ADJECTIVES, SUBJECTS, PLACES))
    return {"en": f"{adjective} {subject} for {place}", "zh-hans": "".join(random_.choices(HAN, k=14))}


def _abstract(random_: random.Random, words: int) -> dict[str, str]:
    """Two paragraphs."""
    parts = [" ".join(random_.choices([*SUBJECTS, *PLACES, "for", "and", "in"], k=words // 3)) for _ in "12"]
    return {
        "en": ". ".join(parts).capitalize() + ".",
        "zh-hans": "".join(random_.choices(HAN, k=words)) + "。",
    }
