"""Conference scheduling problems in the workbooks of CoSPLib, read into the engine's own terms and written.

A. Kheiri, Y. Pylyavskyy and P. Jacko, "CoSPLib – A Benchmark Library for Conference Scheduling Problems",
2024; Y. Pylyavskyy, P. Jacko and A. Kheiri, EJOR 317(2), 2024, doi 10.1016/j.ejor.2024.04.001. Their track is
our activity, their submission our contribution, their session our period. A weight of theirs is multiplied
into the prices of what it weighs, so that the penalty of a timetable is their objective.
"""

from serai.engines.timetable.cosplib.reading import read_problem
from serai.engines.timetable.cosplib.solutions import read_timetable, write_timetable
from serai.engines.timetable.cosplib.writing import write_problem

__all__ = ["read_problem", "read_timetable", "write_problem", "write_timetable"]
