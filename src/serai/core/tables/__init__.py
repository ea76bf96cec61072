"""Tables in files: declared once, read into typed rows with every problem reported, compared and written in bulk."""

from serai.core.tables.columns import PROVENANCE, Column, Row, Sheet, Table, refer
from serai.core.tables.problems import CellError, Problem, Report, Severity, TablesRefused, suggestion
from serai.core.tables.records import read_json, read_object
from serai.core.tables.sheets import read_sheet

__all__ = [
    "PROVENANCE",
    "CellError",
    "Column",
    "Problem",
    "Report",
    "Row",
    "Severity",
    "Sheet",
    "Table",
    "TablesRefused",
    "read_json",
    "read_object",
    "read_sheet",
    "refer",
    "suggestion",
]
