"""Every rule of a timetable on one screen, hard ones first."""

from __future__ import annotations

from serai.engines.timetable.constraints.activities import (
    ActivityNotConsecutive,
    ActivityNotTogether,
    ActivitySplitOverRooms,
    EmptySession,
    FixedPlacement,
    PeriodNotAllowed,
    TooFewSessions,
    TooManySessions,
)
from serai.engines.timetable.constraints.contributions import (
    ContributionOutsidePeriod,
    ContributionsOverlap,
    ContributionWithoutSession,
)
from serai.engines.timetable.constraints.meetings import (
    AttendeesAtOnce,
    AttendeesInParallel,
    SpeakersAtOnce,
    SpeakersInParallel,
)
from serai.engines.timetable.constraints.order import (
    ActivityBeforeActivity,
    ContributionOffItsRank,
    ContributionOutOfOrder,
)
from serai.engines.timetable.constraints.parallel import (
    ActivityInParallel,
    ActivityInterrupted,
    ChairsInParallel,
    SimilarActivitiesInParallel,
)
from serai.engines.timetable.constraints.people import AttendeeElsewhere, PersonInTwoPlaces, PersonUnavailable
from serai.engines.timetable.constraints.preference import (
    HourNotPreferred,
    PeriodNotPreferred,
    RoomNotPreferred,
    RoomNotPreferredThen,
)
from serai.engines.timetable.constraints.rooms import (
    RoomConflict,
    RoomNotAllowed,
    RoomTooFewBooths,
    RoomTooSmall,
    RoomUnavailable,
    SettingUpTime,
)
from serai.engines.timetable.constraints.rule import Rule

RULES: tuple[Rule, ...] = (
    # Hard: a plan never breaks them; what can't keep them stays unplaced.
    RoomConflict(),
    PersonInTwoPlaces(),
    PersonUnavailable(),
    RoomTooSmall(),
    RoomTooFewBooths(),
    RoomUnavailable(),
    RoomNotAllowed(),
    PeriodNotAllowed(),
    FixedPlacement(),
    ActivityBeforeActivity(),
    SettingUpTime(),
    ActivityNotTogether(),
    TooFewSessions(),
    TooManySessions(),
    EmptySession(),
    ContributionWithoutSession(),
    ContributionOutsidePeriod(),
    ContributionsOverlap(),
    # Soft: each has a price.
    ActivitySplitOverRooms(),
    ActivityNotConsecutive(),
    ContributionOutOfOrder(),
    AttendeeElsewhere(),
    PeriodNotPreferred(),
    HourNotPreferred(),
    RoomNotPreferred(),
    # Off unless a problem gives them a weight: benchmarks of conferences count so.
    RoomNotPreferredThen(),
    SimilarActivitiesInParallel(),
    ActivityInParallel(),
    ActivityInterrupted(),
    ContributionOffItsRank(),
    SpeakersInParallel(),
    AttendeesInParallel(),
    ChairsInParallel(),
    SpeakersAtOnce(),
    AttendeesAtOnce(),
)

PROGRAMME_RULES = tuple(rule for rule in RULES if rule.weight != 0)
"""The rules that count by themselves; a programme uses only these."""

EXPLANATIONS = {rule.name: rule.explanation for rule in RULES}
