"""The programme booklet as a reader, a screen reader and a careless or hostile host meet it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from fontTools.ttLib import TTFont
from tests.typesetting.booklets import LABELS, booklet, contributions

from serai.typesetting import TypesettingError, UnknownTemplate, missing_glyphs, render
from serai.typesetting.booklet import Booklet, EditionData, Labels
from serai.typesetting.fonts.build import coverage
from serai.typesetting.glyphs import FONTS
from serai.typesetting.rendering import TEMPLATES, fonts

LANGUAGES = list(LABELS)
ROOT = Path(__file__).parents[2]
EXAMPLES, LOCALE = ROOT / "examples", ROOT / "src" / "serai" / "locale"
EDITIONS = sorted(path.parent.name for path in EXAMPLES.glob("*/edition.json"))


def pages(data: Any) -> list[str]:
    """The text of each page, without the spaces and line ends that layout puts in."""
    with pymupdf.open(stream=render("programme", data)) as document:
        return [squeezed(page.get_text()) for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> Iterator[tuple[Any, pymupdf.Document]]:
    """A booklet's data and its PDF, in each language."""
    data = booklet(request.param)
    with pymupdf.open(stream=render("programme", data)) as document:
        yield data, document


def test_a_booklet_of_a_real_size_has_20_to_40_pages(made: tuple[Any, pymupdf.Document]) -> None:
    data, document = made
    assert len(contributions(data["days"])) >= 160
    assert 20 <= document.page_count <= 40


def test_the_pdf_says_title_language_and_structure(made: tuple[Any, pymupdf.Document]) -> None:
    data, document = made
    catalog = document.pdf_catalog()
    assert document.metadata["title"] == data["edition"]["name"]
    assert document.xref_get_key(catalog, "Lang")[1].split("-")[0] == data["lang"].split("-")[0]
    assert document.xref_get_key(catalog, "MarkInfo/Marked") == ("bool", "true")
    assert document.xref_get_key(catalog, "StructTreeRoot")[0] == "xref"
    assert "<pdfuaid:part>1</pdfuaid:part>" in document.get_xml_metadata()


def test_bookmarks_name_days_periods_and_sessions(made: tuple[Any, pymupdf.Document]) -> None:
    data, document = made
    marks = document.get_toc()
    days = [title for level, title, _ in marks if level == 1]
    assert [day["title"] for day in data["days"]] == [title for title in days if title in str(data["days"])]
    sessions = [one for day in data["days"] for period in day["periods"] for one in period["sessions"]]
    assert len([mark for mark in marks if mark[0] == 3]) == len(sessions)


def test_every_glyph_is_drawn_from_one_of_our_faces(made: tuple[Any, pymupdf.Document]) -> None:
    data, document = made
    assert missing_glyphs(data) == []
    used = {font[3].split("+")[-1] for page in document for font in page.get_fonts()}
    assert used
    assert {name.split("-")[0].removeprefix("NotoSans") for name in used} <= {
        font.family.replace(" ", "").removeprefix("NotoSans") for font in fonts().fonts()
    }
    # A character without a glyph is drawn as glyph 0, which the text layer gives back as U+FFFD.
    assert not [page.number for page in document if "\ufffd" in page.get_text()]


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_every_title_and_every_speaker_is_printed_in_full(lang: str) -> None:
    data = booklet(lang)
    text = "".join(pages(data))
    for one in contributions(data["days"]):
        assert squeezed(one["title"]) in text
    for name in ("KonstantinNovoselov", "王希勤", "ВладимирПерминов", "NguyễnThịMinhKhai", "喆堃"):
        assert name in text


def test_every_title_of_a_session_stands_uncut_in_the_glance_grid() -> None:
    data = booklet()
    grid = pages(data)[2].replace("-", "")  # words may be divided
    for period in data["days"][0]["periods"]:
        for one in period["sessions"]:
            assert squeezed(one["activity"]).replace("-", "") in grid


def test_nothing_is_printed_outside_the_page(made: tuple[Any, pymupdf.Document]) -> None:
    _, document = made
    for page in document:
        for x0, y0, x1, y1, *_ in page.get_text("words"):
            assert page.rect.contains(pymupdf.Rect(x0, y0, x1, y1)), page.number


def test_the_index_gives_the_pages_on_which_a_speaker_stands(made: tuple[Any, pymupdf.Document]) -> None:
    data, document = made
    first = next(page for _, title, page in document.get_toc() if title == data["labels"]["speakers"]) - 1
    links: list[tuple[int, Any]] = []
    for page in document.pages(first, document.page_count - 1):
        words = page.get_text("words")
        for link in page.get_links():
            links.append((page.number, link))
            box = link["from"]
            number = next(word[4] for word in words if box.contains(pymupdf.Point(word[0] + 2, word[1] + 6)))
            assert number.strip(",،") == str(link["page"] + 1)
    assert len(links) >= len(data["speakers"])
    name = document[first].search_for("Konstantin Novoselov")[0]
    on_its_line = [link["page"] for page, link in links if page == first and meets(link["from"], name)]
    assert on_its_line
    assert all(document[number].search_for("Konstantin Novoselov") for number in on_its_line)


def test_the_last_page_of_the_index_holds_more_than_a_name_or_two() -> None:
    data = booklet()

    def names_on_pages(count: int) -> list[int]:
        data["speakers"] = [
            {"name": f"Speaker {number}", "heading": "S", "affiliation": "", "refs": []}
            for number in range(count)
        ]
        return [found for page in pages(data) if (found := len(re.findall(r"Speaker\d", page)))]

    full = names_on_pages(300)[0]
    for more in (1, 2):
        counts = names_on_pages(full + more)
        assert len(counts) == 2
        assert counts[1] >= 10
        assert sum(counts) == full + more
    assert names_on_pages(full) == [full]
    assert names_on_pages(3) == [3]


def meets(one: pymupdf.Rect, other: pymupdf.Rect) -> bool:
    """Whether two boxes stand on one line of one column."""
    return abs(one.y0 - other.y0) < 4 and abs(one.x0 - other.x0) < 200


def test_arabic_runs_from_right_to_left() -> None:
    with pymupdf.open(stream=render("programme", booklet("ar"))) as document:
        contents, glance = document[1], document[2]
        number = contents.search_for("27")[0]
        assert number.x1 < contents.rect.width / 3  # page numbers at the left
        time = glance.search_for("09:00–10:30")[0]
        assert time.x0 > glance.rect.width * 0.8  # the column of times at the right


def test_equal_data_give_equal_bytes() -> None:
    assert render("programme", booklet("zh-Hans")) == render("programme", booklet("zh-Hans"))


MARKUP = (
    '#read("/etc/passwd") *x* _y_ $z$ @w <l> `c` \\ #{1+1} = h // k /* m */ [n] ~ -- "q" https://e.example'
)


def test_markup_in_the_data_stays_text() -> None:
    data = booklet()
    data["days"] = data["days"][:1]
    data["edition"]["theme"] = MARKUP
    one = data["days"][0]["periods"][0]["sessions"][0]
    one["summary"] = one["activity"] = data["sources_note"] = MARKUP
    one["contributions"][0]["title"] = one["contributions"][0]["speakers"][0]["name"] = MARKUP
    data["speakers"][0]["name"] = MARKUP
    text = "".join(pages(data))
    assert text.count(squeezed(MARKUP)) >= 6
    assert "root:" not in text


def test_an_id_may_be_any_string() -> None:
    data = booklet()
    data["days"][0]["periods"][0]["sessions"][0]["contributions"][0]["id"] = 'c <a> "#x" \\'
    data["speakers"][0]["refs"] = ['c <a> "#x" \\', "not in this booklet"]
    assert render("programme", data)


@pytest.mark.parametrize("template", ["no-such", "theme", "glance", "../booklet", ""])
def test_an_unknown_template_is_refused_by_name(template: str) -> None:
    with pytest.raises(UnknownTemplate, match=r"there are: agenda, programme\."):
        render(template, {})


def test_a_template_that_fails_says_why_in_one_exception() -> None:
    data = copy.deepcopy(booklet())
    del data["labels"]["chair"]  # type: ignore[misc]
    with pytest.raises(TypesettingError, match=r"'programme' could not be made: .*chair"):
        render("programme", data)


def test_an_edition_without_anything_still_gives_a_booklet() -> None:
    data = booklet()
    data["days"], data["hosts"], data["sections"], data["speakers"] = [], [], [], []
    data["release"] = {"number": "", "date": ""}
    data["sources_note"] = data["edition"]["theme"] = ""
    assert len(pages(data)) == 3


def test_a_day_without_sessions_says_so() -> None:
    data = booklet()
    data["days"][0]["periods"] = []
    assert any(squeezed(data["labels"]["empty_day"]) in page for page in pages(data))


def test_many_rooms_are_spread_over_several_grids() -> None:
    data = booklet()
    day = data["days"][0]
    day["rooms"] = [*day["rooms"], *(f"Annexe {number}" for number in range(9))]
    text = pages(data)
    assert "ExhibitionHall" in text[2]
    assert "Annexe8" in text[3]


def test_a_grid_that_fits_no_page_goes_on_on_the_next_and_never_into_the_foot() -> None:
    data = booklet()
    sessions = [one for period in data["days"][0]["periods"] for one in period["sessions"]]
    for number, one in enumerate(sessions):
        one["activity"] = f"Number{number}. " + "A forum whose name says a great deal about things " * 4
    with pymupdf.open(stream=render("programme", data)) as document:
        grid = [page for page in document if page.rect.width > page.rect.height][:4]
        foot = grid[0].rect.height - 20 / 25.4 * 72
        shown = " ".join(page.get_text() for page in grid)
        words = [word for page in grid for word in page.get_text("words")]
    assert all(f"Number{number}." in shown for number in range(len(sessions)))
    in_foot = {word[4] for word in words if word[3] > foot}
    assert "forum" not in in_foot
    assert "things" not in in_foot


@pytest.mark.parametrize(
    "lang", ["ne", "th", "sw", "fr", "he", "zh-Hant-TW", "sr-Latn", "pt-BR", "und", "x-odd", ""]
)
def test_any_language_tag_is_accepted(lang: str) -> None:
    data = booklet()
    data["lang"] = lang
    data["days"] = data["days"][:1]
    assert render("programme", data)


@pytest.mark.parametrize(
    "odd",
    ["a\u200bb", "a\u00adb", "\u2066x\u2069", "e\ufe0f", "a\u2028b", "a\nb\tc", "a\u0000b\ufeffc\ud800d"],
)
def test_invisible_characters_do_no_harm(odd: str) -> None:
    data = booklet()
    data["days"] = data["days"][:1]
    data["edition"]["theme"] = odd
    assert missing_glyphs(odd.replace("\ud800", "")) == []
    assert render("programme", data)


def test_a_character_of_no_face_is_named_and_the_booklet_still_made() -> None:
    data = booklet()
    data["edition"]["theme"] = "Sumer \U00012000 and \U0001f600"
    assert missing_glyphs(data) == ["\U00012000", "\U0001f600"]
    assert render("programme", data)


@pytest.mark.parametrize("folder", EDITIONS)
def test_every_character_of_the_example_editions_has_a_glyph(folder: str) -> None:
    files = [path for path in (EXAMPLES / folder).iterdir() if path.suffix in (".csv", ".json")]
    assert {path.name: missing_glyphs(path.read_text("utf-8-sig")) for path in files} == {
        path.name: [] for path in files
    }


def test_every_character_of_the_translations_has_a_glyph() -> None:
    for path in LOCALE.rglob("*.po"):
        assert missing_glyphs(path.read_text("utf-8")) == [], path


def test_the_example_in_the_reference_has_every_key_and_prints() -> None:
    text = (ROOT / "docs" / "reference" / "documents.md").read_text("utf-8")
    example = json.loads(text.split("```json")[1].split("```")[0])
    assert set(example) == set(Booklet.__annotations__)
    assert set(example["labels"]) == set(Labels.__annotations__)
    assert set(example["edition"]) == set(EditionData.__annotations__)
    assert "开放科学作为公共产品" in "".join(pages(example))


def test_the_list_of_characters_is_that_of_the_faces() -> None:
    assert (FONTS / "coverage.txt").read_text("ascii") == coverage(FONTS)


def test_the_faces_are_small_and_carry_their_licence() -> None:
    faces = sorted(FONTS.glob("*.[ot]tf"))
    assert sum(path.stat().st_size for path in faces) < 15_000_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    for path in faces:
        with TTFont(path, lazy=True) as face:
            assert face["OS/2"].fsType == 0  # may be embedded


def test_every_family_named_by_the_templates_is_there() -> None:
    source = (TEMPLATES / "parts" / "theme.typ").read_text("utf-8")
    named = set(re.findall(r'"((?:Noto Sans|Serai)[A-Za-z ]*)"', source))
    assert named == {font.family for font in fonts().fonts()}
