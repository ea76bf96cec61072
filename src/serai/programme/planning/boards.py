"""Timetables of drafts that somebody is working on, kept ready for the next move in the process."""

from __future__ import annotations

from serai.core.kept import Kept
from serai.engines.timetable import moves
from serai.programme.models import Plan
from serai.programme.planning.cache import cached_problem
from serai.programme.planning.plans import timetable_of

Key = tuple[int, int, int]
_boards: Kept[Key, moves.Board] = Kept(8)  # one of 2,000 contributions takes less than a megabyte


def board_of(plan: Plan) -> moves.Board:
    """The plan's timetable on a board, read once per process and version; not to be changed.

    `plan` and its edition must be fresh. Rows are read after the version: if somebody moved something in
    between, what was read isn't kept.
    """
    key = _key(plan, plan.version)
    if (kept := _boards.get(key)) is not None:
        return kept
    board = moves.Board(cached_problem(plan.edition), timetable_of(plan))
    if Plan.objects.filter(pk=plan.pk, version=plan.version).exists():
        _boards.keep(key, board)
    return board


def keep_board(plan: Plan, version: int, board: moves.Board) -> None:
    """Keep the board that a move leads to, once the move is stored."""
    _boards.keep(_key(plan, version), board)


def _key(plan: Plan, version: int) -> Key:
    return plan.pk, version, plan.edition.content_version
