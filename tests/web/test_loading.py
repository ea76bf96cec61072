"""Loading an edition folder writes what the files say, all or nothing, and again only what they changed."""

# ruff: noqa: E501 the expected messages stand as they are

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from model_bakery import baker

from serai.core.models import AuditEntry, Provenance
from serai.core.tables import TablesRefused
from serai.core.text import forms
from serai.editions.models import Edition, Period, Room
from serai.participation.models import Participation
from serai.parties.models import Party, Person
from serai.programme.models import Activity, Contribution, Placement, Plan, Release, Session
from serai.web.loading import LoadResult

from .folder import TABLES, changed, edition_with, load, problems, second_edition, write_folder

pytestmark = pytest.mark.django_db


def counts(result: LoadResult) -> dict[str, tuple[int, int]]:
    """New and changed rows of each table where there are any."""
    return {table.name: (len(table.new), len(table.changed)) for table in result.tables if table.is_change}


def changes(result: LoadResult) -> dict[str, dict[str, Any]]:
    """The changed fields of each changed row."""
    return {
        f"{table.name}/{change.key}": dict(change.fields)
        for table in result.tables
        for change in table.changed
    }


def release_of(edition: Edition) -> Release:
    """A release with one talk at nine, as the planner could have placed it."""
    talk = edition.contributions.get(key="wind")
    times = {
        "starts": datetime(2025, 10, 25, 7, tzinfo=UTC),
        "ends": datetime(2025, 10, 25, 7, 20, tzinfo=UTC),
    }
    session = baker.make(
        Session,
        plan=baker.make(Plan, edition=edition),
        activity=talk.activity,
        period=edition.periods.get(key="early"),
        room=edition.rooms.get(key="large"),
        **times,
    )
    baker.make(Placement, session=session, plan=session.plan, contribution=talk, **times)
    return baker.make(Release, edition=edition, plan=session.plan, number=1)


# What is written


def test_folder_becomes_rows(tmp_path: Path) -> None:
    result = load(write_folder(tmp_path))
    assert (result.edition, result.is_new, result.is_change, result.warnings) == ("salt-2025", True, True, ())
    assert counts(result) == {
        "parties": (3, 0), "organisations": (2, 0), "people": (3, 0), "series": (1, 0), "edition": (1, 0),
        "hosts": (1, 0), "venues": (1, 0), "periods": (3, 0), "rooms": (2, 0), "delegations": (1, 0),
        "participations": (3, 0), "sections": (1, 0), "activities": (3, 0), "contributions": (2, 0),
        "activity_roles": (1, 0), "contribution_roles": (2, 0), "accounts": (2, 0),
    }  # fmt: skip


def test_local_times_are_stored_as_instants(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    assert Period.objects.get(key="early").starts == datetime(2025, 10, 25, 7, tzinfo=UTC)
    departs = Participation.objects.get(person__key="ana").departs
    assert departs == datetime(2025, 10, 26, 17, tzinfo=UTC)  # clocks were put back that night


def test_person_has_names_sort_key_party_and_sources(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    ana = Person.objects.select_related("party", "organisation").get(key="ana")
    assert (ana.name, ana.latin_name, ana.sort_key) == ("ანა ლომიძე", "Ana Lomidze", "ana lomidze")
    assert (forms(ana.names), forms(ana.position)) == ({"ka": "ანა ლომიძე"}, {"fr": "Géologue"})
    assert (ana.party.code, ana.organisation.key) == ("GE", "mine")
    assert ana.provenance == Provenance.SOURCED
    assert ana.sources == [{"key": "gazette", "url": "https://example.org/1", "date": "2025-01-02"}]
    assert Person.objects.get(key="zoe").sort_key == "zoe martin"


def test_activities_keep_cells_order_and_precedence(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    market = Activity.objects.get(key="market")
    assert (market.sessions_min, market.sessions_max, market.together) == (2, 2, True)
    assert [(cell.period.key, cell.room.key) for cell in market.fixed_cells.all()] == [("early", "small")]
    assert [row.key for row in Activity.objects.order_by("order")] == ["harvest", "tasting", "market"]
    assert [row.key for row in Activity.objects.get(key="tasting").after.all()] == ["harvest"]
    assert [row.key for row in Room.objects.get(key="small").closed.all()] == ["late"]


def test_country_of_the_edition_needs_no_row_in_parties(tmp_path: Path) -> None:
    load(write_folder(tmp_path, edition_with("edition.country", "SN")))
    assert Edition.objects.get().country.code == "SN"


def test_files_from_a_spreadsheet_load_with_their_quirks(tmp_path: Path) -> None:
    sections = (
        "\ufeffsep=,\r\nKIND,Name:FR,key,number,,\r\n Themed ,Forums,forums,1.0,,\r\n" + ",,,,,\r\n" * 5000
    )
    periods = TABLES["periods"].replace("2025-10-25 09:00", "2025/10/25T9:00:00").replace("break", "Break")
    activities = TABLES["activities"].replace("yes", "TRUE")
    folder = write_folder(tmp_path, sections=sections, periods=periods, activities=activities)
    assert load(folder).warnings == ()
    assert Period.objects.get(key="early").starts == datetime(2025, 10, 25, 7, tzinfo=UTC)
    assert Activity.objects.get(key="market").together


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    hosts = 'key,name:fr,role\na,"two\nlines",host\n\nb,B,nobody\n'
    with pytest.raises(TablesRefused) as refusal:
        load(write_folder(tmp_path, hosts=hosts))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(4, "role")]


def test_time_with_an_offset_is_taken_as_it_says(tmp_path: Path) -> None:
    tables = changed("participations", "2025-10-26 18:00", "2025-10-26 02:30+01:00")
    load(write_folder(tmp_path, **tables))
    assert Participation.objects.get(person__key="ana").departs == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


# Warnings


@pytest.mark.parametrize(
    ("tables", "warning"),
    [
        (
            changed("contributions", "soleil,20", "soleil,120"),
            "contributions.csv, row 3, minutes: “120”: This is longer than every period it may be in; the "
            "longest has 90 minutes. Shorten it, or allow a longer period.",
        ),
        (
            changed("contributions", "early,large,2025-10-25 09:00", "late,small,"),
            "contributions.csv, row 2, fixed_room: “small”: Room “small” is closed in period “late”. "
            "Choose another room or period, or open the room in rooms.csv.",
        ),
        (
            changed("activities", "early@small", "late@small"),
            "activities.csv, row 4, fixed: “late@small”: Room “small” is closed in period “late”. "
            "Choose another room or period, or open the room in rooms.csv.",
        ),
        (
            changed("participations", "zoe,secretariat,,", "zoe,secretariat,,declined")
            | changed("people_roles", "wind,ana", "wind,zoe"),
            "people_roles.csv, row 3, person: “zoe”: This person declined or withdrew, so nothing with them can "
            "be planned. Give the role to somebody else, or correct the state in participations.csv.",
        ),
        (
            changed("people", "ანა ლომიძე,Ana Lomidze", "ანა ლომიძე,"),
            "people.csv, row 2, latin_name: “ანა ლომიძე”: The name has no form in Latin script. "
            "Give latin_name, so that every reader can read and find the name.",
        ),
        (
            changed("people", "zoe,Zoé Martin,,,,FR,", "zoe,Yves Le Goff,,,,FR,mine"),
            "people.csv, row 4, name: “Yves Le Goff”: Row 3 has the same name and party, but another "
            "organisation or e-mail address. Check that they are two people.",
        ),
        (
            changed("people", "zoe,Zoé Martin,,,,FR,", "zoe,Yves Le Goff,,,,FR,saline"),
            "people.csv, row 4, name: “Yves Le Goff”: Row 3 has the same name and party, but another "
            "organisation or e-mail address. Check that they are two people.",
        ),
        (
            changed("activities", "La récolte,მოსავალი,,,,,,", "La récolte,მოსავალი,,,,,early@small,"),
            "activities.csv, row 4, fixed: “early@small”: “harvest” is fixed in the same room and period. "
            "Only one activity can hold them; move one of the two.",
        ),
        (
            changed("participations", "head_of_delegation,GE", "head_of_delegation,"),
            "participations.csv, row 2, delegation: This head of delegation has no delegation. "
            "Give the code of the party that sends it.",
        ),
        (
            changed("activities", "2,yes,,early@small", ",,,"),
            "activities.csv, row 4, key: “market”: The activity has no contributions, minutes or sessions, so "
            "it won't be planned. Give it one of them, or leave it for later.",
        ),
    ],
)  # fmt: skip
def test_what_may_be_meant_is_a_warning(tables: dict[str, str], warning: str, tmp_path: Path) -> None:
    result = load(write_folder(tmp_path, **tables))
    assert [str(problem) for problem in result.warnings] == [warning]
    assert Edition.objects.get().key == "salt-2025"


def test_file_with_a_misspelt_name_is_pointed_out(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for name in ("activites.csv", "people.xlsx", "README.md", ".hidden.csv", "draft.csv", "notes.txt"):
        (tmp_path / name).write_text("")
    assert {problem.file: problem.remedy for problem in load(tmp_path).warnings} == {
        "people.xlsx": "Did you mean “people.csv”?",
        "activites.csv": "Did you mean “activities.csv”?",
        "draft.csv": "Only edition.json and the tables of an edition folder are.",
    }


# Again


def test_loading_again_writes_nothing_and_says_so(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    load(folder)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        result = load(folder)
    assert (result.is_new, result.is_change) == (False, False)
    assert [
        query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ] == []
    assert Edition.objects.get().content_version == 1
    assert AuditEntry.objects.count() == 1


def test_only_what_the_files_change_changes(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    tables = (
        changed("rooms", "Grande salle,80", "Salle du roi,90")
        | changed("activities", ",harvest\n", ",\n")
        | changed("contributions", ",late\n", ",early;late\n")
        | changed("participations", "ka;fr", "ka")
    )
    result = load(write_folder(tmp_path, **tables))
    assert changes(result) == {
        "rooms/large": {"name": ({"fr": "Grande salle"}, {"fr": "Salle du roi"}), "seats": (80, 90)},
        "participations/ana · head_of_delegation": {"languages": (["ka", "fr"], ["ka"])},
        "activities/tasting": {"after": (["harvest"], [])},
        "contributions/sun": {"preferred_periods": (["late"], ["early", "late"])},
    }
    assert list(Activity.objects.get(key="tasting").after.all()) == []
    preferred = Contribution.objects.get(key="sun").preferred_periods
    assert [period.key for period in preferred.all()] == ["early", "late"]
    assert Edition.objects.get().content_version == 2


def test_preview_says_what_loading_then_does(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    preview = load(folder, preview=True)
    assert not Party.objects.exists()
    assert preview.tables == load(folder).tables
    tables = changed("rooms", "80", "90") | changed("people", "Paludier", "") | {"hosts": None}
    folder = write_folder(tmp_path, **tables)
    preview = load(folder, preview=True)
    assert Room.objects.get(key="large").seats == 80
    done = load(folder)
    assert (preview.is_preview, done.is_preview) == (True, False)
    assert preview.tables == done.tables
    assert counts(done) == {"rooms": (0, 1), "people": (0, 1)}


def test_rows_that_left_the_files_are_kept_and_listed(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    tables = changed("contributions", "sun,harvest,Le soleil,20,,,,,late\n", "") | changed(
        "people_roles", ",sun,yves,speaker\n", ""
    )
    result = load(write_folder(tmp_path, **tables))
    absent = {table.name: table.absent for table in result.tables if table.absent}
    assert absent == {"contributions": ("sun",), "contribution_roles": ("sun · yves · speaker",)}
    assert (result.is_change, Contribution.objects.count()) == (False, 2)


def test_folder_may_hold_a_part_of_the_tables_once_the_edition_is_known(tmp_path: Path) -> None:
    load(write_folder(tmp_path / "whole"))
    roles = "contribution,person,role\nwind,zoe,attendee\n"
    part = write_folder(tmp_path / "part", **dict.fromkeys(TABLES) | {"people_roles": roles})
    assert counts(load(part)) == {"contribution_roles": (1, 0)}


def test_column_that_a_file_lacks_keeps_what_was_known(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    people = "key,name,position:ka\nana,ანა ლომიძე,გეოლოგი\n"
    result = load(write_folder(tmp_path, people=people))
    assert changes(result) == {
        "people/ana": {"position": ({"fr": "Géologue"}, {"fr": "Géologue", "ka": "გეოლოგი"})}
    }
    ana = Person.objects.get(key="ana")
    assert (ana.latin_name, ana.sort_key, ana.party.code) == ("Ana Lomidze", "ana lomidze", "GE")


def test_error_in_the_last_file_leaves_everything_as_it_was(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    tables = changed("rooms", "80", "90") | changed("people_roles", "sun,yves,speaker", "sun,yves,singer")
    with pytest.raises(TablesRefused) as refusal:
        load(write_folder(tmp_path, **tables))
    assert problems(refusal) == [
        "people_roles.csv, row 4, role: “singer”: This value isn't known here. "
        "Write one of: chair, must_attend, organiser, speaker, attendee."
    ]
    assert Room.objects.get(key="large").seats == 80
    assert Edition.objects.get().content_version == 1


def test_release_is_untouched_by_loading_again(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    release = release_of(Edition.objects.get())
    before = [list(model.objects.values()) for model in (Release, Plan, Session, Placement)]
    tables = (
        changed("periods", "early,2025-10-25 09:00", "early,2025-10-25 08:00")
        | changed("contributions", "Le vent,20", "Le vent du nord,40")
        | changed("rooms", "80", "10")
    )
    assert counts(load(write_folder(tmp_path, **tables))) == {
        "periods": (0, 1), "rooms": (0, 1), "contributions": (0, 1),
    }  # fmt: skip
    assert [list(model.objects.values()) for model in (Release, Plan, Session, Placement)] == before
    assert release.plan.placements.get().contribution.minutes == 40


def test_released_contribution_stays_in_its_activity(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    release_of(Edition.objects.get())
    tables = changed("contributions", "wind,harvest", "wind,market")
    with pytest.raises(TablesRefused) as refusal:
        load(write_folder(tmp_path, **tables))
    assert problems(refusal) == [
        "contributions.csv, row 2, activity: “market”: A release has this contribution in activity “harvest”. "
        "Keep the activity, or give the contribution a new key."
    ]


# Several editions


def test_second_edition_shares_people_and_says_whose_pages_change(tmp_path: Path) -> None:
    load(write_folder(tmp_path / "first"))
    result = load(second_edition(tmp_path / "second", **changed("people", "Paludier", "Maire")))
    shared = {
        table.name: (len(table.new), len(table.changed), table.unchanged) for table in result.tables[:4]
    }
    assert shared == {
        "parties": (0, 0, 3),
        "organisations": (0, 0, 2),
        "people": (0, 1, 2),
        "series": (0, 0, 1),
    }
    people = result.tables[2]
    assert people.other_editions == ("salt-2025",)
    assert Person.objects.count() == 3
    versions = dict(Edition.objects.values_list("key", "content_version"))
    assert versions == {"salt-2025": 2, "salt-2027": 1}


def test_key_that_means_somebody_else_in_another_edition_is_pointed_out(tmp_path: Path) -> None:
    load(write_folder(tmp_path / "first"))
    result = load(second_edition(tmp_path / "second", **changed("people", "Yves Le Goff", "Yvette Legrand")))
    assert [str(problem) for problem in result.warnings] == [
        "people.csv, row 3, key: “yves”: Edition salt-2025 knows this key as “Yves Le Goff”; the name changes "
        "there too. If it isn't the same, give it another key."
    ]


# The audit, the command and the size


def test_loading_leaves_one_audit_entry(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    load(write_folder(tmp_path, **changed("rooms", "80", "90")))
    first, second = AuditEntry.objects.order_by("id")
    assert (first.service, first.actor_label, first.subject_type) == (
        "load_edition", "command_line", "editions.edition",
    )  # fmt: skip
    assert second.after == {"rooms": {"new": 0, "changed": {"large": ["seats"]}}}


def test_command_says_counts_changes_and_what_to_do_next(tmp_path: Path) -> None:
    out = StringIO()
    call_command("load", str(write_folder(tmp_path)), stdout=out)
    assert out.getvalue().endswith("Next: serai plan salt-2025\n")
    out = StringIO()
    call_command("load", str(write_folder(tmp_path, **changed("rooms", "80", "90"))), "--preview", stdout=out)
    assert "rooms, large: seats 80 → 90\nNothing was written. Next: serai load " in out.getvalue()


def test_command_prints_every_error_and_is_refused(tmp_path: Path) -> None:
    errors = StringIO()
    folder = write_folder(tmp_path, **(changed("rooms", "80", "many") | changed("periods", "break", "pause")))
    with pytest.raises(TablesRefused, match="the files have 2 errors"):
        call_command("load", str(folder), stderr=errors)
    assert errors.getvalue().splitlines() == [
        "error: periods.csv, row 3, kind: “pause”: This value isn't known here. Write one of: period, break.",
        "error: rooms.csv, row 2, seats: “many”: This isn't a whole number. "
        "Write digits only, without a unit or separators.",
    ]


def test_number_of_queries_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def queries_with(people: int, path: Path) -> int:
        rows = [f"p{number},Person {number},,,,FR,,,," for number in range(people)]
        roles = [f"p{number},delegate,FR,,,," for number in range(people)]
        folder = write_folder(
            path,
            edition_with("edition.key", f"salt-{people}"),
            people=TABLES["people"] + "\n".join(rows),
            participations=TABLES["participations"] + "\n".join(roles),
        )
        with CaptureQueriesContext(connection) as queries:
            load(folder)
        return len(queries)

    queries_with(1, tmp_path / "warm")
    assert queries_with(60, tmp_path / "sixty") <= queries_with(3, tmp_path / "three") + 6
