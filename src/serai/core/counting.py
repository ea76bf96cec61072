"""Counting many things in one question to the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, Model, QuerySet, Subquery


class NumberOf(Subquery):
    """How many rows a query finds, as a part of another question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by() if rows.query.distinct else rows.order_by().values("pk"))


def counts(row: Model, queries: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each query finds, all asked in one question, which needs a stored row to stand at."""
    numbers = {f"number_of_{name}": NumberOf(rows) for name, rows in queries.items()}
    found = type(row)._default_manager.filter(pk=row.pk).order_by().values(**numbers).get()
    return {name: found[f"number_of_{name}"] for name in queries}
