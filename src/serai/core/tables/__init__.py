"""Tables in files: declared once, read with every problem reported, compared and written in bulk."""

from serai.core.tables.columns import PROVENANCE, Column, Row, Sheet, Table, refer
from serai.core.tables.outcome import Item, Outcome
from serai.core.tables.problems import (
    CellError,
    Problem,
    Report,
    Severity,
    TablesRefused,
    nearest,
    suggestion,
)
from serai.core.tables.records import read_json, read_object
from serai.core.tables.sheets import missing, read_content, read_sheet
from serai.core.tables.upserts import Change, Identity, Links, Store, TableResult, Target, Wanted, wanted

__all__ = [
    "PROVENANCE",
    "CellError",
    "Change",
    "Column",
    "Identity",
    "Item",
    "Links",
    "Outcome",
    "Problem",
    "Report",
    "Row",
    "Severity",
    "Sheet",
    "Store",
    "Table",
    "TableResult",
    "TablesRefused",
    "Target",
    "Wanted",
    "missing",
    "nearest",
    "read_content",
    "read_json",
    "read_object",
    "read_sheet",
    "refer",
    "suggestion",
    "wanted",
]
