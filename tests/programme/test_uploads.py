"""Portraits and slides: known by content, kept under names of our own, shown to those who may see them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.programme.links import holder, link_of, page_of, role_key
from tests.worlds import World, world_of_cusco

from serai.core.actors import OPERATOR
from serai.participation.portraits import portrait
from serai.programme import presentations, services
from serai.programme.models import ContributionMember, MemberState, Slides
from serai.programme.presentations import PPTX, presentation, safe_name

SPEAKER, TALK = "speaker-6", "water-talk-6"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> World:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    return world_of_cusco()


def got(client: Client, address: str) -> tuple[int, bytes]:
    """What a download answers, read to its end."""
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    return response.status_code, content


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), **options: Any) -> bytes:
    result = io.BytesIO()
    Image.new("RGB", size, "teal").save(result, kind, **options)
    return result.getvalue()


def packed(*entries: tuple[str, bytes]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return result.getvalue()


def pptx(*more: tuple[str, bytes], types: str = MAIN) -> bytes:
    return packed(("[Content_Types].xml", f"<Types>{types}</Types>".encode()), *more)


def odp(*more: tuple[str, bytes]) -> bytes:
    return packed(("mimetype", presentations.ODP.encode()), ("content.xml", b"<x/>"), *more)


def refusal(content: bytes, name: str = "slides.pptx", size: int | None = None) -> str:
    """Why slides aren't taken; empty if they are."""
    try:
        presentation(io.BytesIO(content), size or len(content), name)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


# Portraits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew_no_larger_than_needed_and_not_cut(kind: str) -> None:
    with Image.open(io.BytesIO(portrait(picture(kind)))) as made:
        assert (made.format, made.size) == ("JPEG", (800, 600))


def test_a_picture_brings_nothing_along_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home"
    content = picture(exif=exif, comment=b"secret")
    assert b"taken at home" in content
    made = portrait(content)
    assert b"taken at home" not in made
    assert b"secret" not in made
    with Image.open(io.BytesIO(made)) as found:
        assert found.size == (600, 800)
        assert not found.getexif()


def test_what_lies_behind_a_picture_is_cut_off() -> None:
    assert b"<script>" not in portrait(picture() + b"<script>alert(1)</script>")


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script></html>",
        picture("GIF"),
        picture("BMP"),
        PDF,
        b"",
        b"\x00" * 100,
        b"GIF89a<script>",
    ],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ValidationError, match="not a JPEG, PNG or WebP"):
        portrait(content)


def test_a_damaged_a_large_and_a_vast_picture_are_refused_in_words() -> None:
    with pytest.raises(ValidationError, match="damaged"):
        portrait(picture()[:3000])
    with pytest.raises(ValidationError, match="damaged"):
        portrait(picture("PNG")[:60])
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        portrait(picture() + b"\x00" * 10 * 1024 * 1024)
    vast = picture("PNG", (100, 100)).replace(b"\x00\x00\x00\x64" * 2, b"\x00\x01\x00\x00" * 2)
    with pytest.raises(ValidationError, match=r"50 million pixels|damaged"):
        portrait(vast)
    with pytest.raises(ValidationError, match="50 million pixels"):
        portrait(blank(8000, 7000))


def blank(width: int, height: int) -> bytes:
    result = io.BytesIO()
    Image.new("1", (width, height)).save(result, "PNG")
    return result.getvalue()


@pytest.mark.django_db
def test_a_portrait_is_public_only_with_its_person(world: World) -> None:
    link = link_of(world, SPEAKER)
    client, page = holder(link), page_of(link)
    evil = SimpleUploadedFile("../../evil<svg onload=alert(1)>.html", picture(), "text/html")
    assert client.post(f"{page}portrait/", {"picture": evil}).status_code == 302
    person = world.people[SPEAKER]
    person.refresh_from_db()
    name = person.portrait.name.removeprefix("portraits/")
    assert [path.name for path in Path(settings.MEDIA_ROOT).rglob("*.*")] == [name]
    shown = Client().get(f"/portraits/{name}")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "immutable" in shown["Cache-Control"]
    assert "sandbox" in shown["Content-Security-Policy"]
    assert f"/portraits/{name}" in Client().get(f"/en/andes-2026/speakers/{person.key}/").content.decode()
    ContributionMember.objects.filter(person=person).update(state=MemberState.INVITED)
    assert Client().get(f"/portraits/{name}").status_code == 404
    assert client.get(f"{page}portrait.jpg").status_code == 200
    assert Client().get(f"{page}portrait.jpg").status_code == 404
    desk = Client()
    desk.force_login(world.actor("secretariat").user)
    assert desk.get(f"/portraits/{name}")["Cache-Control"] == "private, no-store"
    for other in ("../secret_key", "nothing.jpg", "%2e%2e%2fsecret_key"):
        assert Client().get(f"/portraits/{other}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_new_portrait_takes_the_place_of_the_old_one_on_the_disk(
    transactional_db: None, world: World
) -> None:
    client, page = holder(link_of(world, SPEAKER)), page_of(link_of(world, SPEAKER))
    for colour in ("teal", "red"):
        content = io.BytesIO()
        Image.new("RGB", (50, 50), colour).save(content, "PNG")
        client.post(f"{page}portrait/", {"picture": SimpleUploadedFile("me.png", content.getvalue())})
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))) == 1
    client.post(f"{page}portrait/", {"remove": ""})
    assert list(Path(settings.MEDIA_ROOT).rglob("*.jpg")) == []


@pytest.mark.django_db
def test_a_wrong_picture_is_told_beside_its_field(world: World) -> None:
    client, page = holder(link_of(world, SPEAKER)), page_of(link_of(world, SPEAKER))
    svg = SimpleUploadedFile("me.jpg", b"<svg><script>alert(1)</script></svg>", "image/jpeg")
    told = client.post(f"{page}portrait/", {"picture": svg})
    assert told.status_code == 422
    assert "This is not a JPEG, PNG or WebP picture" in told.content.decode()


# Slides ------------------------------------------------------------------------------------------


def test_slides_are_known_by_their_content() -> None:
    found = [presentation(io.BytesIO(file), len(file), "x.exe").name for file in (PDF, pptx(), odp())]
    assert found == ["x.exe.pdf", "x.exe.pptx", "x.exe.odp"]
    assert presentation(io.BytesIO(pptx()), len(pptx()), "x").media_type == PPTX


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "neither a PDF"),
        (b"<html>", "neither a PDF"),
        (packed(("Index/Document.iwa", b"x"), ("Metadata/Properties.plist", b"x")), "neither a PDF"),
        (pptx(types="application/vnd.openxmlformats-officedocument.wordprocessingml"), "neither a PDF"),
        (pptx(("ppt/vbaProject.bin", b"x")), "macros"),
        (pptx(types="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), "macros"),
        (odp(("Basic/Standard/Module1.xml", b"x")), "macros"),
        (pptx()[:-30], "damaged"),
        (PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type"), "scripts"),
        (PDF.replace(b"/Type", b"/OpenAction<</S/J#61vaScript>>/Type"), "scripts"),
        (PDF.replace(b"/Type", b"/A<</S/Launch/F(cmd.exe)>>/Type"), "scripts"),
        (PDF[:30], "damaged"),
    ],
)
def test_what_are_no_slides_or_more_than_slides_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_bombs_are_refused_without_being_unpacked() -> None:
    zeros = b"\x00" * 30_000_000
    assert "far too large" in refusal(pptx(("ppt/media/image1.png", zeros)))
    assert "far too large" in refusal(pptx(*((f"ppt/{number}", b"") for number in range(10_001))))
    assert "larger than 50 MB" in refusal(pptx(), size=presentations.MOST_BYTES + 1)


def test_a_directory_that_claims_more_than_the_file_holds_is_refused() -> None:
    """Entries that share their content: the bomb of overlapping files."""
    content = bytearray(pptx(("ppt/a.bin", bytes(range(256)) * 40)))
    start = content.rfind(b"PK\x01\x02")
    content[start + 20 : start + 24] = (2**31).to_bytes(4, "little")
    assert "far too large" in refusal(bytes(content))


def test_locked_slides_are_refused() -> None:
    content = bytearray(pptx())
    start = content.rfind(b"PK\x01\x02")
    content[start + 8] |= 1
    assert "password" in refusal(bytes(content))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\slides\\My talk.PDF", "My talk.pdf"),
        ("talk\u202efdp.exe", "talkfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("演讲.pdf", "演讲.pdf"),
        ("عرض.pdf", "عرض.pdf"),
        ("", "slides.pdf"),
        ("....", "slides.pdf"),
        (".pdf", "slides.pdf"),
    ],
)
def test_a_name_to_download_by_is_harmless(name: str, safe: str) -> None:
    assert safe_name(name, ".pdf") == safe


@pytest.mark.django_db
def test_slides_are_kept_under_our_names_and_downloaded_by_theirs(world: World) -> None:
    link, role = link_of(world, SPEAKER), role_key(world, TALK, SPEAKER)
    client, page = holder(link), page_of(link)
    field = f"slides-{role}-file"
    sent = SimpleUploadedFile(f"{'n' * 296}.pdf", PDF, "text/html")
    assert client.post(f"{page}slides-{role}/", {field: sent}).status_code == 302
    row = Slides.objects.get()
    assert (row.size, row.media_type, row.is_public) == (len(PDF), "application/pdf", False)
    assert row.uploaded_by == world.people[SPEAKER]
    (path,) = Path(settings.MEDIA_ROOT).rglob("*.pdf")
    assert "nnn" not in path.name
    mine = client.get(f"{page}file-{row.pk}/")
    assert b"".join(mine) == PDF  # type: ignore[arg-type]
    assert mine["Content-Disposition"] == f'attachment; filename="{row.name}"'
    assert mine["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in mine["Content-Security-Policy"]


@pytest.mark.django_db
def test_slides_are_public_only_if_their_speaker_says_so(world: World) -> None:
    link, role = link_of(world, SPEAKER), role_key(world, TALK, SPEAKER)
    client, page = holder(link), page_of(link)
    client.post(f"{page}slides-{role}/", {f"slides-{role}-file": SimpleUploadedFile("Rain.pdf", PDF)})
    row = Slides.objects.get()
    address = f"/en/andes-2026/slides/{row.pk}/"
    talk = "/en/andes-2026/contributions/water-talk-6/"
    assert got(Client(), address)[0] == 404
    assert "Rain.pdf" not in Client().get(talk).content.decode()
    assert "Rain.pdf" in client.get(page).content.decode()
    client.post(f"{page}slides-{role}/{row.pk}/", {"show": ""})
    assert got(Client(), address) == (200, PDF)
    assert Client().get(address.replace("andes-2026", "andes-2028")).status_code == 404
    assert "Rain.pdf" in Client().get(talk).content.decode()
    ContributionMember.objects.filter(person=world.people[SPEAKER]).update(state=MemberState.INVITED)
    assert got(Client(), address)[0] == 404
    other = link_of(world, "speaker-7")
    ContributionMember.objects.filter(person=world.people[SPEAKER]).update(state=MemberState.ACCEPTED)
    client.post(f"{page}slides-{role}/{row.pk}/", {"hide": ""})
    assert holder(other).get(f"{page_of(other)}file-{row.pk}/").status_code == 404
    assert Client().get(f"{page}file-{row.pk}/").status_code == 404  # another browser


@pytest.mark.django_db(transaction=True)
def test_slides_that_are_removed_leave_the_disk(transactional_db: None, world: World) -> None:
    link, role = link_of(world, SPEAKER), role_key(world, TALK, SPEAKER)
    client, page = holder(link), page_of(link)
    client.post(f"{page}slides-{role}/", {f"slides-{role}-file": SimpleUploadedFile("a.pdf", PDF)})
    row = Slides.objects.get()
    other = holder(link_of(world, "speaker-7"))
    stolen = other.post(f"{page_of(link_of(world, 'speaker-7'))}slides-{role}/{row.pk}/", {"remove": ""})
    assert stolen.status_code == 404
    client.post(f"{page}slides-{role}/{row.pk}/", {"remove": ""})
    assert not Slides.objects.exists()
    assert list(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == []


@pytest.mark.django_db
def test_a_contribution_takes_five_files(world: World) -> None:
    talk = world.contributions[TALK]
    for number in range(5):
        file = SimpleUploadedFile(f"{number}.pdf", PDF)
        services.add_slides(actor=OPERATOR, contribution=talk, file=file)
    with pytest.raises(ValidationError, match="five files"):
        services.add_slides(actor=OPERATOR, contribution=talk, file=SimpleUploadedFile("6.pdf", PDF))
