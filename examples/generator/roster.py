"""Collects the generated people: who they are, what they come as, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from generator.names import Names
from generator.posts import AT_HOME, HEAD, POSTS, Post
from generator.tables import Row
from generator.travel import WHOLE_TIME, Stay, draw_domestic_stay, draw_stay

GENERATED = {"provenance": "generated"}
HOST_CODE = "CN"
CULTURES_OF_ORGANISATIONS = {"ANSO": "nepali", "WIPO": "italian", "WFEO": "nigerian"}


def with_article(country: str) -> str:
    """The English name of a country as it stands in a sentence."""
    return f"the {country}" if country in ("Philippines", "United Arab Emirates") else country


@dataclass
class Roster:
    """People and participations so far."""

    countries: dict[str, Row]
    names: Names
    random: Random
    people: list[Row] = field(default_factory=list)
    participations: list[Row] = field(default_factory=list)
    stays: dict[str, Stay] = field(default_factory=dict)

    def add(
        self,
        code: str,
        role: str,
        post: str | None = None,
        stay: Stay | None = None,
        state: str = "",
        with_delegation: bool = True,
        languages: str | None = None,
    ) -> str:
        """Make one person with one participation; return the key."""
        country = self.countries.get(code)
        domestic = code == HOST_CODE
        culture = (
            "chinese" if domestic else country["culture"] if country else CULTURES_OF_ORGANISATIONS[code]
        )
        name = self.names.draw(culture)
        if stay is None:
            stay = Stay() if role == "minor" else self._stay(domestic)
        held = self._post(post or role, country)
        self.people.append(
            {
                "key": name.key, "name": name.written, "latin_name": name.latin,
                "name:en": name.latin if domestic else "", "name:zh": name.written if domestic else "",
                "position:en": held.english, "position:zh": held.chinese,
                "position:ar": held.arabic, "party": code,
                "organisation": self._organisation(code, held.workplace), **GENERATED,
            }
        )  # fmt: skip
        self.participations.append(
            {
                "person": name.key, "role": role, "state": state,
                "delegation": code if with_delegation and not domestic else "",
                "arrives": stay.arrives, "departs": stay.departs,
                "languages": languages if languages is not None else self._languages(country), **GENERATED,
            }
        )  # fmt: skip
        self.stays[name.key] = stay
        return name.key

    def person(self, key: str) -> Row:
        """The row of a person."""
        return next(row for row in self.people if row["key"] == key)

    def stay_whole_time(self, key: str) -> None:
        """Give somebody a stay that covers the whole conference."""
        self.stays[key] = WHOLE_TIME
        for row in self.participations:
            if row["person"] == key:
                row["arrives"], row["departs"] = WHOLE_TIME

    def _stay(self, domestic: bool) -> Stay:
        return draw_domestic_stay(self.random) if domestic else draw_stay(self.random)

    def _languages(self, country: Row | None) -> str:
        if country is None:
            return "en"
        if country["code"] == HOST_CODE:
            return self.random.choice(("zh", "zh;en", "zh;en"))
        languages = country["languages"].split(";")
        if "en" not in languages and self.random.random() < 0.7:
            languages.append("en")
        return ";".join(languages)

    def _post(self, kind: str, country: Row | None) -> Post:
        if kind != "head_of_delegation":
            return self.random.choice(POSTS[kind])
        assert country is not None
        names = {"en": with_article(country["name:en"]), "zh": country["name:zh"], "ar": country["name:ar"]}
        texts = (text.format(**names) for text in (HEAD.english, HEAD.chinese, HEAD.arabic))
        return Post(*texts, HEAD.workplace)

    def _organisation(self, code: str, workplace: str) -> str:
        """The key of a generic organisation of the kind in which the post is held."""
        if not workplace:
            return ""
        if code == HOST_CODE:
            return self.random.choice([key for key, *_ in AT_HOME if key.endswith(f"-{workplace}")] or [""])
        return f"{code.lower()}-{workplace}" if code in self.countries else ""
