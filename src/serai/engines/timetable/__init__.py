"""The timetable engine: activities and contributions into periods, rooms and slots.

``Problem`` → ``solve`` → ``Result``; ``violations`` checks any timetable, edited by hand or not.
"""

from __future__ import annotations

from serai.engines.timetable.constraints import EXPLANATIONS, PROGRAMME_RULES, RULES
from serai.engines.timetable.evaluate import (
    hard_violations,
    penalty,
    terms,
    unplaced_activities,
    unplaced_contributions,
    violations,
)
from serai.engines.timetable.problem import (
    Activity,
    Attendance,
    Cell,
    Contribution,
    Fixed,
    Period,
    Person,
    Place,
    Problem,
    Role,
    Room,
    Timetable,
)
from serai.engines.timetable.result import Blocker, Item, Result, Unplaced
from serai.engines.timetable.solve import solve

__all__ = [
    "EXPLANATIONS",
    "PROGRAMME_RULES",
    "RULES",
    "Activity",
    "Attendance",
    "Blocker",
    "Cell",
    "Contribution",
    "Fixed",
    "Item",
    "Period",
    "Person",
    "Place",
    "Problem",
    "Result",
    "Role",
    "Room",
    "Timetable",
    "Unplaced",
    "hard_violations",
    "penalty",
    "solve",
    "terms",
    "unplaced_activities",
    "unplaced_contributions",
    "violations",
]
