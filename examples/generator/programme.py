"""Gives the generated talks their speakers, wishes and fixed places, and the activities their people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

from generator.roster import GENERATED, Roster
from generator.tables import Row
from generator.travel import Stay

# A speaker of one activity may also speak in another of the same group.
FIELDS = (
    ("open-science", "research-paradigm", "anso-meeting"),
    ("manufacturing", "industrial-transformation", "matchmaking"),
    ("young-scientists", "big-data-competition", "research-paradigm"),
)
HEADS_SPEAK_IN = ("open-science", "industrial-transformation", "manufacturing", "anso-meeting")
HEADS_WHO_SPEAK = 12
SHARE_SHARED = 0.6
# These begin with their first talk; the competition also ends with its last.
OPENED_BY_FIRST = ("big-data-competition", "open-science", "industrial-transformation", "research-paradigm")
JURY_TALKS = ("data-01", "data-14")  # the same person explains the rules and gives the awards
FIXED_PERIODS = {
    "med-01": "d2-1", "manu-01": "d2-1", "young-01": "d1-3", "anso-01": "d2-1",
    "med-20": "d2-2", "young-26": "d2-2", "manu-20": "d2-3", "match-01": "d2-3",
}  # fmt: skip
FIXED_STARTS = {
    "close-01": "2023-11-07 17:00",
    "close-02": "2023-11-07 17:05",
    "close-03": "2023-11-07 17:10",
    "close-04": "2023-11-07 17:30",
}
WISHES = (("d1-3", "d1-4"), ("d2-1", "d2-2"), ("d2-3", "d2-4"))
# Over in two periods or less: a wish for another half day than the others' would only spoil it for them.
SHORT = (*OPENED_BY_FIRST, "closing")
CHAIRED = (
    "young-scientists", "big-data-competition", "manufacturing", "future-medicine", "open-science",
    "industrial-transformation", "research-paradigm", "anso-meeting", "matchmaking",
)  # fmt: skip
CHAIRED_BY_SPEAKERS = ("open-science", "industrial-transformation", "research-paradigm", "anso-meeting")


@dataclass
class Programme:
    """Contributions and roles so far."""

    roster: Roster
    random: Random
    periods: dict[str, Row]
    contributions: list[Row]
    roles: list[Row]

    def add_talks(self, talks: list[Row], heads: list[str]) -> dict[str, list[str]]:
        """Make a contribution of each talk with its speaker; return the speakers of each activity."""
        speakers: dict[str, list[str]] = {}
        waiting_heads = dict(self._heads_by_party(heads))
        for talk in talks:
            speaker = self._speaker(talk, speakers, waiting_heads)
            speakers.setdefault(talk["activity"], []).append(speaker)
            self.contributions.append(self._contribution(talk, speaker))
            self._role(contribution=talk["key"], person=speaker, role="speaker")
        return speakers

    def add_activity_people(
        self, activities: list[Row], speakers: dict[str, list[str]], heads: list[str]
    ) -> None:
        """Give every activity an organiser, most a chair, and those that need them their attendants."""
        for activity in activities:
            organiser = self.roster.add("CN", "organiser", stay=Stay())
            self._role(activity=activity["key"], person=organiser, role="organiser")
        for key in CHAIRED:
            self._role(activity=key, person=self._chair(key, speakers), role="chair")
        for person in heads:
            self._role(activity="ministers-meeting", person=person, role="must_attend")
        for person in self._jury(speakers):
            self._role(activity="big-data-competition", person=person, role="must_attend")
        by_party = dict(self._heads_by_party(heads))
        for code in ("MN", "RS"):
            self._role(activity="cooperation-zone", person=by_party[code], role="must_attend")
        for code in ("KE", "EG"):
            self._role(activity="consultations", person=by_party[code], role="must_attend")

    def _heads_by_party(self, heads: list[str]) -> list[tuple[str, str]]:
        return [(self.roster.person(key)["party"], key) for key in heads]

    def _speaker(self, talk: Row, speakers: dict[str, list[str]], heads: dict[str, str]) -> str:
        party, activity = talk["party"], talk["activity"]
        if activity in HEADS_SPEAK_IN and party in heads and self._may_speak(heads[party], speakers, heads):
            return heads[party]
        if talk["key"] in JURY_TALKS and activity in speakers:
            return speakers[activity][0]
        related = {other for group in FIELDS if activity in group for other in group} - {activity}
        known = (
            []
            if talk["key"] in JURY_TALKS
            else [
                key
                for other in sorted(related)
                for key in speakers.get(other, [])
                if self.roster.person(key)["party"] == party
                and key not in heads.values()
                and sum(group.count(key) for group in speakers.values()) == 1
            ]
        )
        if known and self.random.random() < SHARE_SHARED:
            return self.random.choice(known)
        post = "jury" if talk["key"] in JURY_TALKS else activity
        key = self.roster.add(party, "speaker", post=post)
        if not self._can_speak(talk, key):
            self.roster.stay_whole_time(key)
        return key

    def _may_speak(self, head: str, speakers: dict[str, list[str]], heads: dict[str, str]) -> bool:
        """A dozen heads give one talk each."""
        speaking = {key for group in speakers.values() for key in group if key in heads.values()}
        return head not in speaking and len(speaking) < HEADS_WHO_SPEAK

    def _can_speak(self, talk: Row, speaker: str) -> bool:
        fixed = FIXED_PERIODS.get(talk["key"])
        start = FIXED_STARTS.get(talk["key"])
        stay = self.roster.stays[speaker]
        if start:
            return stay.covers(start, "2023-11-07 18:00")
        return not fixed or stay.covers(self.periods[fixed]["start"], self.periods[fixed]["end"])

    def _contribution(self, talk: Row, speaker: str) -> Row:
        activity, key = talk["activity"], talk["key"]
        rank = ""
        if activity in OPENED_BY_FIRST:
            rank = "1" if key.endswith("-01") else "3" if key == "data-14" else "2"
        return {
            "key": key, "activity": activity, "title:en": talk["title:en"], "title:zh": talk["title:zh"],
            "title:ar": talk["title:ar"],
            "minutes": talk["minutes"], "rank": rank, "language": self._language(speaker),
            "fixed_period": FIXED_PERIODS.get(key, ""), "fixed_start": FIXED_STARTS.get(key, ""),
            "preferred_periods": self._wish(talk, speaker), **GENERATED,
        }  # fmt: skip

    def _language(self, speaker: str) -> str:
        spoken = next(r["languages"] for r in self.roster.participations if r["person"] == speaker)
        working = [code for code in spoken.split(";") if code in ("zh", "en", "fr", "ru", "es", "ar")]
        return "en" if "en" in working else working[0] if working else "en"

    def _wish(self, talk: Row, speaker: str) -> str:
        """One speaker in six asks for half a day when they are there."""
        if talk["key"] in FIXED_PERIODS or talk["activity"] in SHORT or self.random.random() > 1 / 5:
            return ""
        stay = self.roster.stays[speaker]
        possible = [
            wish
            for wish in WISHES
            if stay.covers(self.periods[wish[0]]["start"], self.periods[wish[-1]]["end"])
        ]
        return ";".join(self.random.choice(possible)) if possible else ""

    def _chair(self, activity: str, speakers: dict[str, list[str]]) -> str:
        """A speaker of a related activity from the host country, or somebody who comes to chair."""
        if activity in CHAIRED_BY_SPEAKERS:
            related = [other for group in FIELDS if activity in group for other in group if other != activity]
            chairs = {row["person"] for row in self.roles if row["role"] == "chair"}
            talks = Counter(key for group in speakers.values() for key in group)
            for key in (key for other in related for key in speakers[other]):
                if key not in chairs and talks[key] == 1 and self.roster.person(key)["party"] == "CN":
                    self.roster.stay_whole_time(key)
                    return key
        return self.roster.add("CN", "speaker", post=activity, stay=Stay())

    def _jury(self, speakers: dict[str, list[str]]) -> list[str]:
        own = set(speakers["big-data-competition"])
        chairs = {row["person"] for row in self.roles if row["role"] == "chair"}
        jury = [key for key in speakers["research-paradigm"] if key not in own | chairs][-3:]
        for key in jury:
            self.roster.stay_whole_time(key)
        return jury

    def _role(self, role: str, person: str, activity: str = "", contribution: str = "") -> None:
        self.roles.append(
            {"activity": activity, "contribution": contribution, "person": person, "role": role, **GENERATED}
        )
