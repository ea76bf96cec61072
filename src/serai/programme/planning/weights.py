"""The rules of planning as an edition sets them: what each means, and how much it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serai.editions.models import Edition
from serai.engines import timetable as engine

RULE_FIELDS = ("weights", "planning_seconds")
MOST_WEIGHT = 10_000  # far above what anybody means, far below what the solver can add up
MOST_SECONDS = 3600
OFF, LITTLE, USUAL, MUCH, MUST, OWN = "off", "little", "usual", "much", "must", "own"
TIMES = 3  # how many times as much counts what counts much, or usually instead of a little


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule with what an edition makes of it; its weight is None if it is a must."""

    name: str
    title: str
    meaning: str
    is_hard: bool
    default: int | None
    weight: int | None

    @property
    def is_changed(self) -> bool:
        return self.weight != self.default

    @property
    def levels(self) -> dict[str, int | None]:
        """The weights that have a name: not at all, a little, as usual, much, a must.

        A rule that counts 1 can't count a little: weights are whole numbers.
        """
        if self.default is None:
            return {MUST: None}
        little = self.default // TIMES
        few = {LITTLE: little} if little else {}
        return {OFF: 0, **few, USUAL: self.default, MUCH: TIMES * self.default, MUST: None}

    @property
    def level(self) -> str:
        """The name of its weight, or that it is a number of the edition's own."""
        return next((name for name, weight in self.levels.items() if weight == self.weight), OWN)


def rule_settings(weights: Mapping[str, int | None]) -> list[RuleSetting]:
    """Every rule, hard ones first, as these weights have it; names in them that are no rules are left out."""
    return [
        RuleSetting(
            name=rule.name,
            title=gettext(rule.title),
            meaning=gettext(rule.meaning),
            is_hard=rule.weight is None,
            default=rule.weight,
            weight=weights.get(rule.name, rule.weight),
        )
        for rule in engine.PROGRAMME_RULES
    ]


def settings_of(edition: Edition) -> list[RuleSetting]:
    """Every rule as the edition has it."""
    return rule_settings(edition.weights)


def changed_weights(weights: Mapping[str, int | None]) -> dict[str, int | None]:
    """Those of the weights that differ from the rules' own, in the order of the rules."""
    return {row.name: row.weight for row in rule_settings(weights) if row.is_changed}


def weight_problems(weights: Mapping[str, Any]) -> list[str]:
    """What can't be set so, in sentences: rules that there aren't, that are always a must, wrong numbers."""
    problems = []
    rules = {rule.name: rule for rule in engine.PROGRAMME_RULES}
    for name, weight in weights.items():
        if name not in rules:
            problems.append(_("There is no such rule: %(name)s.") % {"name": name})
        elif rules[name].weight is None and weight is not None:
            problems.append(_("“%(title)s” is always a must.") % {"title": gettext(rules[name].title)})
        elif weight is not None and (isinstance(weight, bool) or not 0 <= weight <= MOST_WEIGHT):
            problems.append(
                _("“%(title)s”: write a whole number from 0 to %(most)d.")
                % {"title": gettext(rules[name].title), "most": MOST_WEIGHT}
            )
    return problems


def soft_rules() -> tuple[str, ...]:
    """Names of the rules that count as much as their weight says."""
    return tuple(sorted(rule.name for rule in engine.PROGRAMME_RULES if rule.weight is not None))


def hard_rules() -> tuple[str, ...]:
    """Names of the rules that are a must whatever an edition says."""
    return tuple(sorted(rule.name for rule in engine.PROGRAMME_RULES if rule.weight is None))
