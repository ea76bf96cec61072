"""What is wrong with a plan, sorted to the sessions and contributions that are part of it."""

from __future__ import annotations

from collections import defaultdict

from serai.engines.solving import Violation
from serai.programme.models import Placement, Session
from serai.programme.planning.checks import Check
from serai.programme.planning.problem import BLOCK
from serai.programme.planning.wording import Sentence, Wording


class Notes:
    """The sentences about each item of a plan; each is put into words only when it is asked for."""

    def __init__(self, check: Check, wording: Wording) -> None:
        self.wording = wording
        self._about: dict[str, list[Violation]] = defaultdict(list)
        for violation in sorted(check.violations, key=lambda v: (not v.hard, -v.penalty, v.rule)):
            for item in violation.items:
                self._about[item].append(violation)

    @property
    def wrong(self) -> list[str]:
        """The items that something is said about, hard rules first."""
        return list(self._about)

    def of_session(self, session: Session) -> list[Sentence]:
        """About a session's activity, but for what is about another period."""
        key = session.activity.key
        found = [*self._about.get(key, ()), *self._about.get(BLOCK + key, ())]
        return [
            self.wording.sentence(violation)
            for violation in found
            if violation.values.get("period", session.period.key) == session.period.key
        ]

    def of_placement(self, placement: Placement) -> list[Sentence]:
        """About a contribution."""
        return [self.wording.sentence(v) for v in self._about.get(placement.contribution.key, ())]
