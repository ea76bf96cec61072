"""What is wrong with a spreadsheet is said at the cell, with its remedy, and nothing is half taken over."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from tests.web.test_sheets import DESK, apply, edited, look, send
from tests.worlds import World, world_of_cusco

from serai.core.text import forms
from serai.editions.models import Room, SheetUpload
from serai.programme.models import Contribution
from serai.web.loading.previews import MOST_ROWS, Preview

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.actor("secretariat").user)
    return client


def wrongs(preview: Preview) -> list[tuple[int, str, str]]:
    return [(row.number, column, problem.code) for row, column, problem in preview.wrongs]


def whole(preview: Preview) -> list[str]:
    """What is said of the file as a whole."""
    return [f"{problem.message} {problem.remedy}" for problem in preview.problems]


def refusal(answer: Any) -> str:
    assert answer.status_code == 422
    assert not SheetUpload.objects.exists()
    return str(answer.context["form"].errors["file"][0])


def test_two_wrong_rows_among_three_hundred_are_the_ones_that_are_shown(client: Client) -> None:
    lines = [f"talk-{number},water,Charla {number},20" for number in range(300)]
    lines[120] = "talk-120,watr,Charla 120,20"
    lines[250] = "talk-250,water,,twenty"
    content = "\n".join(["key,activity,title:es,minutes", *lines])
    preview = look(client, "contributions", content)
    assert wrongs(preview) == [
        (122, "activity", "unknown_key"),
        (252, "title:es", "missing_value"),
        (252, "minutes", "not_a_number"),
    ]
    assert dict(preview.counts) == {"new": 298, "wrong": 2}
    page = client.get(f"{DESK}contributions/{SheetUpload.objects.get().pk}/")
    assert [row.number for row in page.context["page"]][:2] == [122, 252]
    assert len(page.context["page"]) == MOST_ROWS
    text = page.content.decode()
    assert 'id="cell-122-activity" class="wrong"' in text
    assert "Activities has no such key. <em>Did you mean “water”?</em>" in text
    assert "Take over</button>" not in text
    assert len(client.get(page.request["PATH_INFO"], {"only": "new", "page": 3}).context["page"]) == 98
    assert Contribution.objects.count() == 20


def test_wrong_separator_is_said_once(client: Client) -> None:
    preview = look(client, "rooms", "key;name:es;seats\naula;Aula;20\n")
    assert whole(preview) == [
        "The columns are separated by semicolons or tabs. "
        "Save the file as CSV with commas between the columns."
    ]
    assert preview.rows == []


def test_picture_called_xlsx_is_refused_and_not_kept(client: Client) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(200)
    for name in ("rooms.xlsx", "rooms.csv"):
        assert refusal(send(client, "rooms", picture, name)) == (
            "This is no spreadsheet, whatever its name says. Send an .xlsx, .ods, .xls or .csv file."
        )
    assert "This is no spreadsheet" in send(client, "rooms", picture, "rooms.xlsx").content.decode()


def test_zip_bomb_is_refused_before_anything_in_it_is_read(client: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 160_000_000)
    assert len(out.getvalue()) < 200_000
    assert refusal(send(client, "rooms", out.getvalue())) == (
        "The file takes far too much room when it is unpacked; it isn't read."
    )


def test_too_large_and_empty_files_are_refused(client: Client) -> None:
    assert refusal(send(client, "rooms", b"k" * 10_000_001, "rooms.csv")) == (
        "The file has 11 MB; at most 10 MB are read. Send fewer rows at a time."
    )
    assert refusal(send(client, "rooms", b" \n", "rooms.csv")) == "The file is empty."
    assert client.post(f"{DESK}rooms/").status_code == 422


def test_a_million_rows_are_refused_in_words(client: Client) -> None:
    """As the XML that a program would write, without the time that it takes to make it."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<sheetData>" + rows)
            new.writestr(part, data)
    preview = look(client, "rooms", made.getvalue(), "rooms.xlsx")
    assert whole(preview) == [
        "The sheet has more than 20000 rows. "
        "Delete what isn't needed below the last row, or send the rows in several files."
    ]


def test_file_with_a_password_is_refused_in_words(client: Client) -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    assert whole(look(client, "rooms", locked, "rooms.xlsx")) == [
        "The file is protected by a password. Save it without one, and send it again."
    ]


def test_formula_in_a_cell_is_marked_there(client: Client) -> None:
    def change(sheet: Any) -> None:
        sheet["E2"] = "=20*4"

    preview = look(client, "rooms", edited(client, "rooms", change), "rooms.xlsx")
    assert wrongs(preview) == [(2, "seats", "formula")]
    preview = look(client, "rooms", 'key,name:es\naula,"=HYPERLINK(""http://evil.example"")"\n')
    assert wrongs(preview) == [(2, "name:es", "formula")]


def test_header_in_row_three_is_said_once(client: Client) -> None:
    preview = look(client, "rooms", "Our rooms,,\n,,\nkey,name:es,seats\naula,Aula,20\n")
    assert whole(preview) == [
        "This row doesn't name columns; row 3 does. "
        "Delete everything above the row with the names of the columns."
    ]


def test_two_columns_of_one_name_are_marked_in_the_header(client: Client) -> None:
    preview = look(client, "rooms", "key,name:es,seats,SEATS,colour\naula,Aula,20,30,red\n")
    assert [(cell.text, problem.code) for cell in preview.header for problem in cell.problems] == [
        ("SEATS", "column_twice"),
        ("colour", "unknown_column"),
    ]
    assert [cell.text for cell in preview.rows[0].cells] == ["aula", "Aula", "20", "30", "red"]


def test_arabic_and_chinese_come_in_as_they_are(world: World, client: Client) -> None:
    world.edition.languages = ["es", "en", "zh", "ar"]
    world.edition.save()

    def change(sheet: Any) -> None:
        names = [cell.value for cell in sheet[1]]
        sheet.cell(2, names.index("name:zh") + 1).value = "大会堂"
        sheet.cell(2, names.index("name:ar") + 1).value = "القاعة الكبرى"

    apply(client, look(client, "rooms", edited(client, "rooms", change), "غرف 房间.xlsx"))
    name = forms(Room.objects.get(key="aula").name)
    assert (name["zh"], name["ar"]) == ("大会堂", "القاعة الكبرى")
    assert SheetUpload.objects.get().name == "غرف 房间.xlsx"


def test_control_characters_are_marked_and_shown_as_such(client: Client) -> None:
    preview = look(client, "rooms", "key,name:es\naula,Au\x00la\nsala-1,Sa\x1bla\n")
    assert wrongs(preview) == [(2, "name:es", "control_character"), (3, "name:es", "control_character")]
    text = client.get(f"{DESK}rooms/{SheetUpload.objects.get().pk}/").content
    assert b"\x00" not in text
    assert b"\x1b" not in text


def test_key_in_another_case_is_refused_and_makes_no_second_room(client: Client) -> None:
    preview = look(client, "rooms", "key,name:es\nAula,Aula\n")
    assert wrongs(preview) == [(2, "key", "bad_key")]
    assert "For example “aula”." in preview.wrongs[0][2].remedy


def test_key_given_twice_is_marked_in_the_second_row(client: Client) -> None:
    preview = look(client, "rooms", "key,name:es,seats\naula,Aula,1\naula,Aula,2\n")
    assert wrongs(preview) == [(3, "key", "key_twice")]
    assert preview.rows[0].state == "changed"


def test_text_without_its_original_stays_so_with_a_warning(world: World, client: Client) -> None:
    """The world's titles have no Spanish although it is the original; that isn't the fault of this file."""
    content = client.get(f"{DESK}contributions.csv").content
    preview = look(client, "contributions", content)
    assert (preview.errors, preview.warnings) == (0, 20)
    preview = look(client, "contributions", "key,activity,title:es,title:en,minutes\nfresh,water,,New,5\n")
    assert wrongs(preview) == [(2, "title:es", "missing_value")]


def test_period_that_overlaps_with_a_stored_one_is_marked(client: Client) -> None:
    preview = look(client, "periods", "key,start,end\nnew,2026-05-04 09:30,2026-05-04 10:30\n")
    assert wrongs(preview) == [(2, "start", "periods_overlap")]


@pytest.mark.parametrize("column", ["start", "end"])
def test_period_that_leaves_a_fixed_time_outside_is_marked(world: World, client: Client, column: str) -> None:
    """The talk isn't in the file; the page of the period refuses the same."""
    talk = world.contributions["plenary-1"]
    talk.fixed_start = world.periods["mon-1"].starts + timedelta(minutes=40)
    talk.save()
    moved = {"start": "09:45,11:00", "end": "09:00,09:45"}[column].split(",")
    row = "key,start,end\nmon-1,2026-05-04 {},2026-05-04 {}\n"
    preview = look(client, "periods", row.format(*moved))
    assert wrongs(preview) == [(2, column, "fixed_outside_periods")]
    (problem,) = (problem for _row, _column, problem in preview.wrongs)
    assert "“plenary-1” is fixed at 2026-05-04 09:40" in problem.message
    assert "change fixed_start" in problem.remedy
    assert wrongs(look(client, "periods", row.format("09:30", "11:00"))) == []


def test_room_out_of_use_is_no_room_to_name(world: World, client: Client) -> None:
    world.edition.rooms.filter(key="patio").update(is_retired=True)
    preview = look(client, "activities", "key,title:es,rooms\nshow,Feria,patio;aula\n")
    assert wrongs(preview) == [(2, "rooms", "unknown_key")]


def test_thousands_of_unknown_keys_are_told_in_seconds(client: Client) -> None:
    lines = [f"t{number},unknown-{number % 1999},Charla,20" for number in range(4000)]
    preview = look(client, "contributions", "\n".join(["key,activity,title:es,minutes", *lines]))
    assert preview.errors == 4000


def test_html_in_a_cell_is_shown_as_text(client: Client) -> None:
    look(client, "rooms", "key,name:es\naula,<script>alert(1)</script>\n")
    text = client.get(f"{DESK}rooms/{SheetUpload.objects.get().pk}/").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
