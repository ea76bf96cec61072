"""A small edition with something in it that could leak, and people in every role who might see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from model_bakery import baker

from serai.core.actors import OPERATOR, PUBLIC, Actor, account, link_holder
from serai.core.models import User
from serai.editions.models import Announcement, Edition, Period, PlanningRun, Room, RunState, Series
from serai.participation.models import Delegation, Mail, Participation, PersonalLink
from serai.parties.models import Party, Person
from serai.programme import services
from serai.programme.models import (
    Activity,
    ActivityMember,
    Contribution,
    ContributionMember,
    Placement,
    Plan,
    Release,
    Session,
    Slides,
)

ROLES = (
    "public", "participant", "speaker", "link", "reader", "organiser", "head",
    "committee", "secretariat", "elsewhere", "operator",
)  # fmt: skip
SIGNED_IN = ("participant", "speaker", "organiser", "head", "committee", "secretariat", "elsewhere")
DESK = ("committee", "secretariat")
MORNING = datetime(2026, 5, 4, 14, tzinfo=UTC)  # nine o'clock in Lima


@dataclass
class World:
    """The edition, who acts in it by role, and what they act on: `world["activity:closed"]`."""

    edition: Edition
    actors: dict[str, Actor]
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    subjects: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        kind, variant = name.split(":")
        return self.subjects[kind][variant]


def make_world() -> World:
    """An edition in Cusco with a public, a listed and two closed activities, released once, drafted again.

    The speaker and the organiser belong to the closed activity "closed", nobody to "closed to all".
    "link" and "reader" hold the speaker's personal links, for answering and for reading the agenda;
    "elsewhere" is the secretariat of another edition; participant and head of delegation come from Chile.
    """
    edition, other = make_edition("cusco-2026"), make_edition("quito-2027")
    world = World(edition, {"public": PUBLIC, "operator": OPERATOR})
    _add_people(world, other)
    _add_programme(world)
    _add_plans(world)
    _add_letters(world, other)
    world.subjects["edition"] = {"own": edition, "other": other}
    world.subjects["user"] = {"own": None, "other": User.objects.create_user("nobody@example.org")}
    return world


def make_edition(key: str) -> Edition:
    """A day of two periods of two hours, with two rooms."""
    series, _ = Series.objects.get_or_create(key="andes", defaults={"name": {"es": "Encuentro andino"}})
    peru, _ = Party.objects.get_or_create(code="PE")
    edition = baker.make(
        Edition,
        series=series,
        key=key,
        name={"es": f"Encuentro {key}", "en": f"Meeting {key}"},
        start=date(2026, 5, 4),
        end=date(2026, 5, 4),
        time_zone="America/Lima",
        country=peru,
        city={"es": "Cusco"},
        languages=["es", "en"],
    )
    for number in (1, 2):
        name = {"es": f"Sala {number}"}
        baker.make(Room, edition=edition, key=f"sala-{number}", name=name, seats=60, order=number)
    for period, starts in (("morning", MORNING), ("afternoon", MORNING + timedelta(hours=5))):
        baker.make(Period, edition=edition, key=period, starts=starts, ends=starts + timedelta(hours=2))
    return edition


def _add_people(world: World, other: Edition) -> None:
    """One account for each role, with the participation that makes it so."""
    delegation = baker.make(Delegation, edition=world.edition, party=baker.make(Party, code="CL"))
    world.subjects["participation"] = {}
    for role, edition, kind in (
        ("participant", world.edition, "delegate"),
        ("speaker", world.edition, "speaker"),
        ("organiser", world.edition, "organiser"),
        ("head", world.edition, "head_of_delegation"),
        ("committee", world.edition, "programme_committee"),
        ("secretariat", world.edition, "secretariat"),
        ("elsewhere", other, "secretariat"),
    ):
        user = User.objects.create_user(f"{role}@example.org")
        person = _person(role, user=user)
        world.users[role], world.people[role], world.actors[role] = user, person, account(user)
        sent = delegation if role in ("participant", "head") else None
        world.subjects["participation"][role] = baker.make(
            Participation, edition=edition, person=person, role=kind, delegation=sent
        )


def _person(key: str, **fields: Any) -> Person:
    return baker.make(Person, key=key, name=key.title(), latin_name=key.title(), sort_key=key, **fields)


def _add_programme(world: World) -> None:
    """An activity of each visibility with a talk by a guest; one closed activity has members of its own."""
    world.subjects["activity"], world.subjects["contribution"] = {}, {}
    for order, name in enumerate(("public", "listed", "closed", "closed to all")):
        key = name.replace(" ", "-")
        activity = baker.make(
            Activity,
            edition=world.edition,
            key=key,
            order=order,
            title={"en": f"The {name} forum"},
            summary={"en": f"Secret inside of the {name} forum"},
            visibility=key.split("-")[0],
            audience=40,
        )
        guest = _person(f"guest-{key}")
        baker.make(Participation, edition=world.edition, person=guest, role="speaker")
        talk = baker.make(
            Contribution,
            edition=world.edition,
            activity=activity,
            key=f"talk-{key}",
            title={"en": f"The {name} talk"},
            minutes=30,
        )
        baker.make(ContributionMember, contribution=talk, person=guest, role="speaker")
        if name == "public":
            _add_asked(world, activity)
        world.subjects["activity"][name], world.subjects["contribution"][name] = activity, talk
    closed, talk = world["activity:closed"], world["contribution:closed"]
    baker.make(ActivityMember, activity=closed, person=world.people["organiser"], role="organiser")
    baker.make(ContributionMember, contribution=talk, person=world.people["speaker"], role="speaker")


def _add_asked(world: World, activity: Activity) -> None:
    """A public talk whose only speaker has been asked and has not answered."""
    talk = baker.make(
        Contribution,
        edition=world.edition,
        activity=activity,
        key="talk-asked",
        title={"en": "The secret talk"},
        minutes=30,
    )
    speaker = world.people["speaker"]
    baker.make(ContributionMember, contribution=talk, person=speaker, role="speaker", state="invited")
    world.subjects["contribution"]["asked"] = talk


def _add_letters(world: World, other: Edition) -> None:
    """The speaker's links, a mail, news that is shown and news that waits, slides shown and kept."""
    speaker = world.people["speaker"]
    links = {
        purpose: baker.make(
            PersonalLink,
            edition=world.edition,
            person=speaker,
            purpose=purpose,
            token_hash=purpose,
            expires_at=timezone.now() + timedelta(days=1),
        )
        for purpose in ("speaker", "agenda")
    }
    world.actors |= {"link": link_holder(links["speaker"]), "reader": link_holder(links["agenda"])}
    mail = baker.make(Mail, edition=world.edition, person=speaker, address="speaker@example.org")
    now = timezone.now()
    shown = baker.make(Announcement, edition=world.edition, text={"en": "Coffee"}, starts=now)
    waiting = baker.make(
        Announcement, edition=world.edition, text={"en": "Secret"}, starts=now + timedelta(days=1)
    )
    slides = {
        f"{name} {kept}": baker.make(Slides, contribution=talk, name="slides.pdf", is_public=kept == "shown")
        for name, talk in world.subjects["contribution"].items()
        for kept in ("shown", "kept")
        if name in ("public", "closed")
    }
    world.subjects |= {
        "link": {"own": links["speaker"]},
        "mail": {"own": mail},
        "announcement": {"shown": shown, "waiting": waiting},
        "slides": slides,
        "series": {"own": world.edition.series, "new": baker.make(Series, key="new", name={"en": "New"})},
    }


def _add_plans(world: World) -> None:
    """A released plan and a newer draft, with all four activities in both."""
    run = services.request_plan(actor=OPERATOR, edition=world.edition, enqueue=False)
    run.state = RunState.DONE
    run.save()
    released, draft = (baker.make(Plan, edition=world.edition, run=run) for _ in range(2))
    baker.make(Release, edition=world.edition, plan=released, number=1, unplaced=[])
    world.subjects |= {"plan": {"released": released, "draft": draft}, "run": {"own": run}, "session": {}}
    rooms, periods = list(world.edition.rooms.all()), list(world.edition.periods.all())
    for state, plan in world.subjects["plan"].items():
        for order, (name, activity) in enumerate(world.subjects["activity"].items()):
            room, period = rooms[order % 2], periods[order // 2]
            times = {"starts": period.starts, "ends": period.starts + timedelta(minutes=30)}
            session = baker.make(Session, plan=plan, activity=activity, room=room, period=period, **times)
            talk = world.subjects["contribution"][name]
            baker.make(Placement, plan=plan, session=session, contribution=talk, **times)
            world.subjects["session"][f"{state} {name}"] = session


def queued_run(world: World) -> PlanningRun:
    """One more run, waiting for a worker."""
    return services.request_plan(actor=OPERATOR, edition=world.edition, seconds=5, enqueue=False)
