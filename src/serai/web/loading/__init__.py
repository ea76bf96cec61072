"""Loads an edition: reads and checks files, compares with what is stored, writes the difference.

A whole folder (`folders`), or one table of a stored edition (`sheets`); what is stored comes out as the same
tables (`stored`).
"""

from serai.web.loading.folders import Folder, Step, read_folder, unpacked
from serai.web.loading.preparing import Prepared, prepare
from serai.web.loading.tables import TABLES, TARGETS
from serai.web.loading.writing import LoadResult, compare, results, write

__all__ = [
    "TABLES",
    "TARGETS",
    "Folder",
    "LoadResult",
    "Prepared",
    "Step",
    "compare",
    "prepare",
    "read_folder",
    "results",
    "unpacked",
    "write",
]
