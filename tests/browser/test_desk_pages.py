"""Every page of the desk in Chromium: accessible, no wider than the window, its forms usable by keyboard."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from tests.browser.conftest import Reader
from tests.browser.test_own_pages import sign_in
from tests.programme.links import give_account, invite, unask
from tests.programme.plans import releasable_world
from tests.worlds import World

from serai.core.actors import Actor
from serai.editions.models import Announcement
from serai.participation.models import Mail, Participation
from serai.programme import services
from serai.programme.models import Plan, Release

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
HOME = "andes-2026/"
KINDS = {
    "hosts": "academy",
    "venues": "centro",
    "rooms": "aula",
    "periods": "mon-1",
    "sections": "themed",
    "activities": "water",
    "contributions": "water-talk-6",
    "people": "andes-2026-minister",
    "participations": "",
}
PLACES = (
    "desk/",
    "desk/edition/",
    "desk/series/",
    "planning/",
    "desk/rules/",
    "desk/runs/",
    "desk/plans/",
    "releases/",
    "desk/mail/",
    "desk/roles/",
    "desk/news/",
    "desk/translations/",
    "desk/sheets/",
    "desk/speakers/",
    "desk/speakers/andes-2026-speaker-6/",
)


@pytest.fixture
def world(transactional_db: None) -> World:
    cache.clear()
    return releasable_world()


@pytest.fixture
def secretary(world: World) -> Actor:
    return world.actor("secretariat")


@pytest.fixture
def pages(world: World, secretary: Actor) -> list[str]:
    """Addresses of all pages, each with something on it."""
    unask(world, "speaker-6")
    give_account(world.people["speaker-6"])
    invite(world, "speaker-6")
    news = Announcement.objects.create(
        edition=world.edition, text={"es": "Hola", "en": "Hello"}, starts="2026-05-04T12:00Z"
    )
    participation = Participation.objects.filter(edition=world.edition).first()
    assert participation
    keys = KINDS | {"participations": str(participation.pk)}
    forms = [f"desk/{kind}/{row}" for kind in KINDS for row in ("", f"{keys[kind]}/")]
    return [
        *PLACES,
        *forms,
        "desk/activities/new/",
        "desk/rooms/aula/remove/",
        f"desk/news/{news.pk}/",
        f"desk/mail/{Mail.objects.latest('pk').pk}/",
        *of_plans(world, secretary),
    ]


def of_plans(world: World, secretary: Actor) -> list[str]:
    """Two runs, and a draft in which two activities have one room and one talk has no place."""
    runs = [
        services.carry_out_run(
            actor=secretary,
            run=services.request_plan(
                actor=secretary, edition=world.edition, seconds=1, seed=seed, enqueue=False
            ),
        )
        for seed in (1, 2)
    ]
    draft = services.copy_plan(actor=secretary, plan=world.release.plan, name="Rain")
    draft.sessions.filter(activity__key="consultation").update(room=world.rooms["sala-2"])
    draft.placements.filter(contribution__key="water-talk-7").delete()
    Plan.objects.filter(pk=draft.pk).update(version=2)
    plan = f"desk/plans/{draft.pk}/"
    return [
        f"desk/runs/{runs[0].pk}/",
        f"desk/runs/compare/?run={runs[0].pk}&run={runs[1].pk}",
        plan,
        f"{plan}2026-05-05/",
        f"{plan}compare/",
        f"{plan}release/",
        f"{plan}move/water-talk-6/",
        f"{plan}move/water-talk-7/",
        f"{plan}move/session:consultation:tue-2:sala-2/",
        f"{plan}better/water-talk-7/",
        f"desk/plans/{world.draft.pk}/release/",
        f"desk/releases/{Release.objects.earliest('number').number}/",
    ]


@pytest.mark.parametrize("reader", [{"width": 360}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_fits_and_is_accessible(
    world: World, secretary: Actor, pages: list[str], reader: Reader, language: str
) -> None:
    sign_in(reader, secretary.user)
    found: list[str] = []
    for path in pages:
        for width, asked in ((360, language == "en"), (1440, language == "ar")):
            reader.page.set_viewport_size({"width": width, "height": 900})
            if width == 360:
                answer = reader.page.goto(f"{reader.address}/{language}/{HOME}{path}")
                assert answer, path
                assert answer.status == 200, path
            if reader.overflow > 0:
                found.append(f"{path} at {width}: {reader.overflow} px too wide")
            if asked:
                found += [f"{path} at {width}: {violation}" for violation in reader.violations()]
    assert found == []
    assert reader.complaints == []


def test_every_place_is_marked_as_the_one_where_one_is(
    world: World, secretary: Actor, pages: list[str], reader: Reader
) -> None:
    from django.test import Client

    client = Client()
    client.force_login(secretary.user)  # type: ignore[arg-type]
    for path in pages:
        if path != "releases/":
            places = client.get(f"/en/{HOME}{path}").context["places"]
            assert sum(place.is_current for place in places) == 1, path


# The focused element: its name, whether one sees that it is focused, and what kind of thing it is.
FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  const seen = (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
  return [node.name || node.textContent.trim(), seen, node.tagName];
}"""
# Wrong fields that no visible words are tied to, by the field itself or by the group that it is in.
UNEXPLAINED = """() => [...document.querySelectorAll("main [aria-invalid=true]")].filter(node => {
  const holder = node.closest("[aria-describedby]");
  const words = holder ? holder.getAttribute("aria-describedby").split(" ") : [];
  return !words.map(id => document.getElementById(id)).some(why => why?.matches(".why") && why.innerText);
}).map(node => node.name)"""


def test_a_form_is_filled_in_by_keyboard_and_says_what_is_wrong_where(
    world: World, secretary: Actor, reader: Reader
) -> None:
    sign_in(reader, secretary.user)
    page = reader.open(f"/en/{HOME}desk/contributions/new/")
    names = set(
        page.eval_on_selector_all("form.editor [name]:not([type=hidden])", "all => all.map(n => n.name)")
    )
    page.locator("nav.tabs a").last.focus()
    reached = []
    while "Save" not in reached:
        page.keyboard.press("Tab")
        name, is_seen, tag = page.evaluate(FOCUSED)
        assert is_seen, f"one doesn't see that {name} is focused"
        if tag == "SUMMARY":
            page.keyboard.press("Enter")
        reached.append(name)
        assert len(reached) < 200, "the button is never reached"
    assert names - {"another"} <= set(reached)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    alert = page.get_by_role("alert").first
    assert "Title" in alert.inner_text()
    assert page.locator("main [aria-invalid=true]").count() >= 2
    assert page.evaluate(UNEXPLAINED) == []
    alert.get_by_role("link", name="Title").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[0] == "title-es"
    assert reader.violations() == []


@pytest.mark.parametrize("reader", [{"width": 360}], indirect=True)
def test_every_other_form_of_the_desk_ties_its_errors_to_its_fields(
    world: World, secretary: Actor, pages: list[str], reader: Reader
) -> None:
    sign_in(reader, secretary.user)
    (mail,) = (path for path in pages if "desk/mail/" in path and path[-2].isdigit())
    (move,) = (path for path in pages if path.endswith("move/water-talk-6/"))
    for path, field, words in (
        (mail, "address", "nobody"),
        (move, "time", "half past nine"),
        ("desk/news/", "starts", ""),
        ("desk/rules/", "minutes", "-1"),
        ("desk/roles/", "email", "nobody"),
        ("desk/contributions/water-talk-6/", "person", "e"),
    ):
        page = reader.open(f"/en/{HOME}{path}")
        box = page.locator(f"main [name$='{field}']").first
        box.evaluate("node => { node.form.noValidate = true; node.type = 'text' }")
        box.fill(words)
        with page.expect_navigation():
            box.evaluate("node => node.form.requestSubmit()")
        assert page.locator("main .why[role=alert]").count(), path
        assert page.locator("main [aria-invalid=true]").count(), path
        assert page.evaluate(UNEXPLAINED) == [], path
        assert (reader.overflow, reader.violations()) == (0, []), path
