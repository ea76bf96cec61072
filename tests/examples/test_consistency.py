"""Every example folder fits together: keys exist, times are in order, nothing is given twice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from .conftest import Folder, cell_list, moment

KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
KEYED = (
    "sources",
    "hosts",
    "organisations",
    "people",
    "rooms",
    "periods",
    "sections",
    "activities",
    "contributions",
)
# Table, column, table it points into, column there; lists are separated by semicolons.
REFERENCES = (
    ("organisations", "party", "parties", "code"),
    ("people", "party", "parties", "code"),
    ("people", "organisation", "organisations", "key"),
    ("participations", "person", "people", "key"),
    ("participations", "delegation", "parties", "code"),
    ("rooms", "closed", "periods", "key"),
    ("activities", "section", "sections", "key"),
    ("activities", "periods", "periods", "key"),
    ("activities", "rooms", "rooms", "key"),
    ("activities", "preferred_periods", "periods", "key"),
    ("activities", "preferred_rooms", "rooms", "key"),
    ("activities", "after", "activities", "key"),
    ("contributions", "activity", "activities", "key"),
    ("contributions", "fixed_period", "periods", "key"),
    ("contributions", "fixed_room", "rooms", "key"),
    ("contributions", "preferred_periods", "periods", "key"),
    ("people_roles", "activity", "activities", "key"),
    ("people_roles", "contribution", "contributions", "key"),
    ("people_roles", "person", "people", "key"),
)


@pytest.mark.parametrize("table", KEYED)
def test_keys_are_plain_and_come_once(folder: Folder, table: str) -> None:
    keys = [row["key"] for row in folder.rows(table)]
    assert [key for key in keys if not KEY.fullmatch(key)] == []
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("table", "column", "target", "target_column"), REFERENCES)
def test_references_lead_to_a_row(
    folder: Folder, table: str, column: str, target: str, target_column: str
) -> None:
    known = {row[target_column] for row in folder.rows(target)}
    missing = {key for row in folder.rows(table) for key in cell_list(row, column)} - known
    assert missing == set()


def test_rooms_are_in_a_venue_of_the_edition(folder: Folder) -> None:
    venues = {venue["key"] for venue in folder.edition["venues"]}
    assert {row["venue"] for row in folder.rows("rooms")} <= venues


def test_every_row_says_where_it_comes_from(folder: Folder) -> None:
    known = {row["key"] for row in folder.rows("sources")}
    for table in (*KEYED[1:], "parties", "participations", "people_roles"):
        for row in folder.rows(table):
            assert row["provenance"] in ("sourced", "generated"), (table, row)
            assert set(cell_list(row, "sources")) <= known, (table, row)
            assert (row["provenance"] == "sourced") == bool(row.get("sources")), (table, row)


def test_texts_are_given_in_every_language_of_the_edition(folder: Folder) -> None:
    languages = folder.edition["edition"]["languages"]
    for table in ("hosts", "rooms", "sections", "activities", "contributions"):
        column = "title" if table in ("activities", "contributions") else "name"
        for row in folder.rows(table):
            assert all(row[f"{column}:{language}"] for language in languages), (table, row)


def test_periods_follow_each_other_within_the_days(folder: Folder) -> None:
    edition = folder.edition["edition"]
    spans = sorted((moment(row["start"]), moment(row["end"])) for row in folder.rows("periods"))
    assert all(begin < end for begin, end in spans)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))
    assert f"{spans[0][0]:%Y-%m-%d}" == edition["start"]
    assert f"{spans[-1][1]:%Y-%m-%d}" == edition["end"]


def test_period_times_are_whole_slots(folder: Folder) -> None:
    slot = folder.edition["edition"]["slot_minutes"]
    minutes = [moment(row[column]).minute for row in folder.rows("periods") for column in ("start", "end")]
    assert {minute % slot for minute in minutes} == {0}


def test_nobody_departs_before_arriving(folder: Folder) -> None:
    for row in folder.rows("participations"):
        if row.get("arrives") and row.get("departs"):
            assert moment(row["arrives"]) < moment(row["departs"]), row


def test_a_person_has_a_role_once(folder: Folder) -> None:
    participations = [(row["person"], row["role"]) for row in folder.rows("participations")]
    assert len(participations) == len(set(participations))
    roles = [(r["activity"], r["contribution"], r["person"], r["role"]) for r in folder.rows("people_roles")]
    assert len(roles) == len(set(roles))


def test_a_role_is_in_an_activity_or_in_a_contribution(folder: Folder) -> None:
    for row in folder.rows("people_roles"):
        assert bool(row["activity"]) != bool(row["contribution"]), row
        allowed = ("chair", "must_attend", "organiser") if row["activity"] else ("speaker", "attendee")
        assert row["role"] in allowed, row


def test_everybody_in_the_programme_takes_part(folder: Folder) -> None:
    taking_part = {row["person"] for row in folder.rows("participations")}
    assert {row["person"] for row in folder.rows("people_roles")} <= taking_part


def test_fixed_times_are_in_a_period(folder: Folder) -> None:
    spans = [(moment(row["start"]), moment(row["end"])) for row in folder.rows("periods")]
    for row in folder.rows("contributions"):
        if row.get("fixed_start"):
            start = moment(row["fixed_start"])
            assert any(begin <= start < end for begin, end in spans), row


def test_fixed_sessions_name_periods_and_rooms(folder: Folder) -> None:
    periods, rooms = folder.by_key("periods"), folder.by_key("rooms")
    for row in folder.rows("activities"):
        for cell in cell_list(row, "fixed"):
            period, _, room = cell.partition("@")
            assert period in periods, row
            assert room in rooms, row
            assert not row["periods"] or period in cell_list(row, "periods"), row


def test_an_activity_holds_contributions_or_a_block_or_whole_sessions(folder: Folder) -> None:
    holding = {row["activity"] for row in folder.rows("contributions")}
    for row in folder.rows("activities"):
        assert row["key"] in holding or row["minutes"] or row["sessions"], row
        assert not (row["key"] in holding and row["minutes"]), row


def test_every_contribution_fits_into_a_period(folder: Folder) -> None:
    longest = max(moment(row["end"]) - moment(row["start"]) for row in folder.rows("periods"))
    for row in folder.rows("contributions"):
        assert int(row["minutes"]) * 60 <= longest.total_seconds(), row
