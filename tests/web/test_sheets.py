"""A list goes out as a spreadsheet, comes back changed, is looked at and taken over."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.worlds import World, add_contribution, world_of_cusco

from serai.core.actors import OPERATOR, account
from serai.core.errors import DomainError
from serai.core.models import AuditEntry
from serai.core.text import forms
from serai.editions.models import Edition, Room, SheetUpload
from serai.parties.models import Person
from serai.programme.models import Activity, Contribution, Placement
from serai.web import services
from serai.web.loading import lists
from serai.web.loading.previews import Preview
from serai.web.loading.stored import StoredEdition
from serai.web.queries.sheets import sheet_preview

pytestmark = pytest.mark.django_db
DESK = "/en/andes-2026/desk/sheets/"
ROOMS = "key,name:es,seats\naula,Aula,250\n"


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.actor("secretariat").user)
    return client


def send(client: Client, table: str, content: bytes | str, name: str = "list.xlsx") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(f"{DESK}{table}/", {"file": SimpleUploadedFile(name, content)})


def look(client: Client, table: str, content: bytes | str, name: str = "list.csv") -> Preview:
    """The preview of a file."""
    answer = send(client, table, content, name)
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer.headers["Location"])
    preview: Preview = page.context["preview"]
    return preview


def apply(client: Client, preview: Preview) -> str:
    """The page after taking over the newest file."""
    upload = SheetUpload.objects.first()
    assert upload is not None
    address = f"{DESK}{upload.table}/{upload.pk}/apply/"
    return client.post(address, {"seen": preview.digest}, follow=True).content.decode()


def edited(client: Client, table: str, change: Callable[[Any], None]) -> bytes:
    """The list as it is downloaded, with a change made to its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{DESK}{table}.xlsx").content))
    change(book[table])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def counts(preview: Preview) -> dict[str, int]:
    assert preview.errors == 0, preview.problems or preview.wrongs
    return dict(preview.counts)


# The way of a list


def test_rooms_go_out_come_back_changed_and_are_taken_over(world: World, client: Client) -> None:
    def change(sheet: Any) -> None:
        assert [cell.value for cell in sheet[1]][:5] == ["key", "venue", "name:es", "name:en", "seats"]
        sheet["E2"] = 250

    answer = send(client, "rooms", edited(client, "rooms", change), "rooms.xlsx")
    upload = SheetUpload.objects.get()
    assert answer.headers["Location"] == f"{DESK}rooms/{upload.pk}/"
    page = client.get(answer.headers["Location"])
    shown = page.context["preview"]
    assert shown.problems == []
    assert dict(shown.counts) == {"changed": 1, "unchanged": 3}
    text = page.content.decode()
    assert "<bdi>100</bdi></del>" in text
    assert "<bdi>250</bdi></ins>" in text
    assert Room.objects.get(key="aula").seats == 100
    version = Edition.objects.get().content_version
    done = client.post(f"{DESK}rooms/{upload.pk}/apply/", {"seen": shown.digest}, follow=True)
    assert "1 row of “Rooms” was taken over." in done.content.decode()
    assert Room.objects.get(key="aula").seats == 250
    assert Edition.objects.get().content_version == version + 1
    entry = AuditEntry.objects.get(service="apply_sheet")
    assert entry.after == {
        "file": "rooms.xlsx",
        "rooms": {"new": 0, "changed": {"aula": ["seats"]}},
    }


@pytest.mark.parametrize("name", lists.BY_NAME)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_list_that_comes_back_as_it_went_changes_nothing(client: Client, name: str, kind: str) -> None:
    content = client.get(f"{DESK}{name}.{kind}").content
    preview = look(client, name, content, f"{name}.{kind}")
    assert set(counts(preview)) <= {"unchanged"}
    assert (preview.is_change, preview.absent) == (False, ())


def test_new_contribution_gets_the_last_place_and_releases_stay_as_they_are(
    world: World, client: Client
) -> None:
    placed = list(Placement.objects.order_by("pk").values_list("pk", "starts"))
    preview = look(
        client, "contributions", "key,activity,title:es,title:en,minutes\nnew,water,Nieva,It snows,15\n"
    )
    assert counts(preview) == {"new": 1}
    assert len(preview.absent) == 20
    apply(client, preview)
    talk = Contribution.objects.get(key="new")
    assert (talk.activity.key, talk.minutes, forms(talk.title)) == (
        "water", 15, {"es": "Nieva", "en": "It snows"},
    )  # fmt: skip
    assert talk.order > max(row.order for row in world.activities["water"].contributions.exclude(key="new"))
    assert Contribution.objects.count() == 21
    assert list(Placement.objects.order_by("pk").values_list("pk", "starts")) == placed


def test_whole_list_in_another_order_is_put_into_that_order(world: World, client: Client) -> None:
    rows = "".join(f"{key},{key}\n" for key in ("patio", "aula", "sala-1", "sala-2"))
    preview = look(client, "rooms", f"key,name:es\n{rows}")
    apply(client, preview)
    assert list(Room.objects.values_list("key", flat=True)) == ["patio", "aula", "sala-1", "sala-2"]


def test_column_that_is_not_there_changes_nothing_and_a_blank_cell_empties(
    world: World, client: Client
) -> None:
    preview = look(client, "rooms", "key,name:es,seats\naula,Aula,\n")
    cell = preview.rows[0].cells[2]
    assert (cell.before, cell.text) == ("100", "")
    apply(client, preview)
    room = Room.objects.get(key="aula")
    assert (room.seats, room.venue.key) == (None, "centro")  # type: ignore[union-attr]


def test_room_out_of_use_that_a_file_names_is_in_use_again(world: World, client: Client) -> None:
    Room.objects.filter(key="aula").update(is_retired=True)
    assert b"aula" not in client.get(f"{DESK}rooms.csv").content
    preview = look(client, "rooms", "key,name:es\naula,Aula\n")
    assert preview.rows[0].remarks == ("comes into use again",)
    apply(client, preview)
    assert not Room.objects.get(key="aula").is_retired


def test_new_period_may_lie_where_one_out_of_use_lay(world: World, client: Client) -> None:
    world.edition.periods.filter(key="mon-1").update(is_retired=True)
    preview = look(client, "periods", "key,start,end\nfirst,2026-05-04 09:00,2026-05-04 11:00\n")
    assert counts(preview) == {"new": 1}


def test_lines_written_another_way_are_no_change(world: World, client: Client) -> None:
    Contribution.objects.filter(key="plenary-1").update(abstract={"en": "One\r\ntwo"})
    content = edited(client, "contributions", lambda sheet: None)
    assert set(counts(look(client, "contributions", content, "c.xlsx"))) == {"unchanged"}


def test_source_that_changes_changes_with_every_row_that_names_it(world: World, client: Client) -> None:
    key = next(iter(StoredEdition(world.edition).sources()))
    preview = look(client, "sources", f"key,note\n{key},Seen again\nother,x\n")
    assert [(row.number, problem.code) for row, _column, problem in preview.wrongs] == [(3, "unused_source")]
    preview = look(client, "sources", f"key,note\n{key},Seen again\n")
    assert counts(preview) == {"changed": 1}
    apply(client, preview)
    sources = StoredEdition(Edition.objects.get()).sources().values()
    assert [source["note"] for source in sources if source.get("note")] == ["Seen again"]


def test_text_that_begins_like_a_formula_goes_out_and_comes_back(world: World, client: Client) -> None:
    Room.objects.filter(key="aula").update(name={"es": "=1+1", "en": "+41"})
    for kind in ("csv", "xlsx"):
        content = client.get(f"{DESK}rooms.{kind}").content
        assert not look(client, "rooms", content, f"rooms.{kind}").is_change
    assert b"'=1+1" in client.get(f"{DESK}rooms.csv").content


def test_person_gets_an_account_and_the_preview_says_so(world: World, client: Client) -> None:
    key = world.people["speaker-1"].key
    preview = look(client, "people", f"key,name,email\n{key},Speaker 1,one@example.org\n")
    assert preview.effects == ["1 person gets an account."]
    apply(client, preview)
    assert Person.objects.get(key=key).user.email == "one@example.org"  # type: ignore[union-attr]


# Together with others


def test_second_of_two_files_is_refused_when_the_first_changed_what_it_showed(
    world: World, client: Client
) -> None:
    first = look(client, "rooms", ROOMS)
    address = f"{DESK}rooms/{SheetUpload.objects.first().pk}/apply/"  # type: ignore[union-attr]
    second = look(client, "rooms", ROOMS.replace("250", "300"))
    client.post(address, {"seen": first.digest})
    assert Room.objects.get(key="aula").seats == 250
    text = apply(client, second)
    assert "Nothing was taken over: the rows were changed since you looked at them." in text
    assert "<bdi>250</bdi></del>" in text  # the preview as it is now
    assert Room.objects.get(key="aula").seats == 250


def test_change_elsewhere_does_not_spoil_a_preview(world: World, client: Client) -> None:
    preview = look(client, "rooms", ROOMS)
    Room.objects.filter(key="patio").update(seats=7)
    apply(client, preview)
    assert Room.objects.get(key="aula").seats == 250


def test_taking_over_twice_does_it_once(world: World, client: Client) -> None:
    preview = look(client, "rooms", ROOMS)
    apply(client, preview)
    assert "This file was taken over before." in apply(client, preview)
    assert AuditEntry.objects.filter(service="apply_sheet").count() == 1


def test_file_with_errors_is_not_taken_over_by_a_made_up_request(world: World, client: Client) -> None:
    preview = look(client, "rooms", ROOMS + "patio,Patio,many\n")
    assert not preview.can_be_taken
    assert "the file has errors" in apply(client, preview)
    assert Room.objects.get(key="aula").seats == 100


def test_files_of_yesterday_and_those_taken_over_are_deleted(world: World, client: Client) -> None:
    old = SheetUpload.objects.create(edition=world.edition, table="rooms", name="old", content=b"x")
    SheetUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    preview = look(client, "rooms", ROOMS)
    assert not SheetUpload.objects.filter(pk=old.pk).exists()
    apply(client, preview)
    send(client, "rooms", ROOMS, "again.csv")
    assert [upload.name for upload in SheetUpload.objects.all()] == ["again.csv"]


# Who may what


def test_outsiders_find_no_desk_and_committees_leave_the_rooms_alone(world: World) -> None:
    client = Client()
    assert client.get(DESK).status_code == 404
    client.force_login(world.actor("speaker", "speaker-1").user)
    for address in (DESK, f"{DESK}rooms/", f"{DESK}people.csv", f"{DESK}folder.zip"):
        assert client.get(address).status_code == 404
    client.force_login(world.actor("programme_committee").user)
    assert "kept by the secretariat" in client.get(DESK).content.decode()
    assert send(client, "rooms", ROOMS, "rooms.csv").status_code == 302  # to a page that says no
    assert not SheetUpload.objects.exists()
    assert look(client, "contributions", client.get(f"{DESK}contributions.csv").content).errors == 0


def test_file_sent_for_one_list_is_hidden_from_who_may_not_change_it(world: World, client: Client) -> None:
    look(client, "rooms", ROOMS)
    address = f"{DESK}rooms/{SheetUpload.objects.get().pk}/"
    other = Client()
    other.force_login(world.actor("programme_committee").user)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}apply/", {"seen": "x"}).status_code == 404
    assert client.get(address.replace("rooms", "hosts")).status_code == 404


def test_committee_makes_no_secretariat_by_a_spreadsheet(world: World) -> None:
    client = Client()
    client.force_login(world.actor("programme_committee").user)
    key = world.people["speaker-1"].key
    preview = look(client, "participations", f"person,role\n{key},secretariat\n{key},delegate\n")
    assert [(row.number, column, problem.code) for row, column, problem in preview.wrongs] == [
        (2, "role", "role_not_granted")
    ]
    secretariat = world.actor("secretariat").user.person  # type: ignore[union-attr]
    Person.objects.filter(pk=secretariat.pk).update(user=None)
    preview = look(client, "people", f"key,name,email\n{secretariat.key},S,evil@example.org\n")
    assert [(column, problem.code) for _row, column, problem in preview.wrongs] == [
        ("email", "role_not_granted")
    ]


def test_somebody_of_another_edition_is_neither_renamed_nor_taken_over(world: World, client: Client) -> None:
    other = world_of_cusco("andes-2030")
    key = other.people["minister"].key
    preview = look(client, "people", f"key,name\n{key},Somebody else\n")
    assert [(column, problem.code) for _row, column, problem in preview.wrongs] == [
        ("name", "shown_elsewhere")
    ]
    preview = look(client, "participations", f"person,role\n{key},speaker\n")
    assert [(column, problem.code) for _row, column, problem in preview.wrongs] == [
        ("person", "person_elsewhere")
    ]
    both = other.actor("secretariat", "speaker-2").user
    both.person.participations.create(edition=world.edition, role="secretariat")  # type: ignore[union-attr]
    client.force_login(both)  # type: ignore[arg-type]
    assert look(client, "participations", f"person,role\n{key},speaker\n").errors == 0
    preview = look(client, "people", f"key,name\n{key},Somebody else\n")
    assert preview.errors == 0
    assert preview.effects == ["These editions show some of the rows too: andes-2030."]


def test_service_asks_for_the_permission_of_the_list_itself(world: World) -> None:
    committee = world.actor("programme_committee")
    with pytest.raises(DomainError, match="You may not do this"):
        services.upload_sheet(
            actor=committee, edition=world.edition, table="rooms", name="r.csv", content=ROOMS.encode()
        )
    upload = services.upload_sheet(
        actor=OPERATOR, edition=world.edition, table="rooms", name="r.csv", content=ROOMS.encode()
    )
    seen = sheet_preview(OPERATOR, upload).digest
    with pytest.raises(DomainError, match="You may not do this"):
        services.apply_sheet(actor=account(committee.user), upload=upload, seen=seen)  # type: ignore[arg-type]


# How much it costs


def test_pages_ask_as_much_of_the_database_for_many_rows_as_for_few(world: World, client: Client) -> None:
    def asked() -> tuple[int, int]:
        found = []
        look(client, "contributions", client.get(f"{DESK}contributions.csv").content)
        address = f"{DESK}contributions/{SheetUpload.objects.first().pk}/"  # type: ignore[union-attr]
        for path in (DESK, address):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(path)
            found.append(len(queries))
        return tuple(found)  # type: ignore[return-value]

    asked()  # what is only asked once
    few = asked()
    for number in range(30):
        add_contribution(world, "water", f"more-{number}", "speaker-1")
    assert asked() == few
    assert max(few) <= 60


def test_overview_counts_what_the_files_hold_in_few_questions(world: World, client: Client) -> None:
    Activity.objects.filter(key="water").update(is_retired=True)
    Contribution.objects.filter(key="plenary-1").update(is_retired=True)
    world.edition.rooms.filter(key="sala-1").update(is_retired=True)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(DESK)
    assert len(asked) == 6
    stored = StoredEdition(world.edition)
    listed = [row for _, rows in page.context["groups"] for row in rows if row.entry.name != "sources"]
    assert {row.entry.name: row.count for row in listed} == {
        row.entry.name: len(stored.rows(row.entry.table)) for row in listed
    }
