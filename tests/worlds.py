"""A small edition with a released programme, for every test that needs something to show.

Two days in Cusco, four rooms, six activities, twenty contributions. What could leak is in it: a closed
briefing, a listed consultation with contributions, people who only appear there, an older release and a
newer draft in which the same talk stands elsewhere.

    world = world_of_cusco()
    world.edition, world.release, world.activities["plenary"], world.people["speaker-1"]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from serai.core.actors import Actor, account
from serai.core.models import Provenance, User
from serai.editions.models import Edition, Host, Period, PeriodKind, Room, Series, Venue
from serai.participation.models import Delegation, Participation, ParticipationRole
from serai.parties.models import Organisation, Party, Person
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    ContributionRole,
    Placement,
    Plan,
    Release,
    Section,
    Session,
    Visibility,
)

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)
SOURCE = {"url": "https://press.example.org/andes", "date": "2026-01-10", "note": ""}
LOST_SOURCE = {"url": None, "date": "2026-02-01", "note": ""}


@dataclass
class World:
    """The edition and its rows by key."""

    edition: Edition
    rooms: dict[str, Room] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    release: Release = None  # type: ignore[assignment]
    draft: Plan = None  # type: ignore[assignment]

    def actor(self, role: str, person: str | None = None) -> Actor:
        """A signed-in person with this role in the edition; `person` makes an existing one sign in."""
        user = User.objects.create_user(f"{person or role}@example.org")
        row = self.people[person] if person else add_person(self, f"signed-{role}")
        row.user = user
        row.save()
        Participation.objects.get_or_create(edition=self.edition, person=row, role=role)
        return account(user)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """A time in Cusco, which is five hours behind UTC, as an instant."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) + timedelta(hours=5)


def world_of_cusco(key: str = "andes-2026") -> World:
    """The whole small edition, its second release in force and a draft for a third."""
    world = unreleased_world(key)
    _release(world, number=1, shift=timedelta(minutes=30))
    world.release = _release(world, number=2)
    world.draft = _plan(world, shift=timedelta(minutes=15))
    return world


def unreleased_world(key: str = "andes-2026") -> World:
    """The same before anything was planned."""
    peru = Party.objects.get_or_create(code="PE")[0]
    series = Series.objects.get_or_create(key="andes", defaults={"name": {"es": "Encuentro andino"}})[0]
    edition = Edition.objects.create(
        series=series,
        key=key,
        name={"es": "Encuentro andino 2026", "en": "Andean Meeting 2026"},
        short_name={"en": "Andes 2026"},
        theme={"es": "Agua y altura", "en": "Water and height"},
        summary={"en": "Two days on water above three thousand metres."},
        start=MONDAY,
        end=TUESDAY,
        time_zone="America/Lima",
        country=peru,
        city={"es": "Cusco", "en": "Cusco"},
        languages=["es", "en"],
        working_languages=["es", "en", "qu"],
        provenance=Provenance.SOURCED,
        sources=[SOURCE],
    )
    world = World(edition)
    _places(world)
    _activities(world)
    return world


def add_person(world: World, key: str, **fields: object) -> Person:
    """Somebody who speaks at the edition and comes from Bolivia, unless said otherwise."""
    bolivia = Party.objects.get_or_create(code="BO")[0]
    name = str(fields.pop("name", key.replace("-", " ").title()))
    fields = {"party": bolivia, "latin_name": name, "sort_key": name.lower()} | fields
    person = Person.objects.create(key=f"{world.edition.key}-{key}", name=name, **fields)
    Participation.objects.create(edition=world.edition, person=person, role=ParticipationRole.SPEAKER)
    world.people[key] = person
    return person


def add_contribution(world: World, activity: str, key: str, *speakers: str, **fields: object) -> Contribution:
    """A talk of twenty minutes by these people."""
    fields = {"title": {"en": f"Talk {key}"}, "minutes": 20, "order": len(world.contributions)} | fields
    talk = Contribution.objects.create(
        edition=world.edition, activity=world.activities[activity], key=key, **fields
    )
    for order, speaker in enumerate(speakers):
        ContributionMember.objects.create(
            contribution=talk, person=world.people[speaker], role=ContributionRole.SPEAKER, order=order
        )
    world.contributions[key] = talk
    return talk


def _places(world: World) -> None:
    edition = world.edition
    venue = Venue.objects.create(edition=edition, key="centro", name={"es": "Centro de convenciones"})
    Host.objects.create(
        edition=edition, key="academy", name={"en": "Academy of the Andes"}, provenance=Provenance.SOURCED
    )
    Delegation.objects.create(edition=edition, party=Party.objects.get(code="PE"))
    Delegation.objects.create(edition=edition, party=Party.objects.get_or_create(code="BO")[0])
    for order, key in enumerate(("aula", "sala-1", "sala-2", "patio")):
        world.rooms[key] = Room.objects.create(
            edition=edition,
            venue=venue,
            key=key,
            name={"es": key.title()},
            seats=100 - order,
            order=order,
            provenance=Provenance.GENERATED if key == "sala-2" else Provenance.SOURCED,
        )
    for day, name in ((MONDAY, "mon"), (TUESDAY, "tue")):
        for key, begin, end in (("1", 9, 11), ("2", 14, 16)):
            world.periods[f"{name}-{key}"] = Period.objects.create(
                edition=edition, key=f"{name}-{key}", starts=local(day, begin), ends=local(day, end)
            )
        world.periods[f"{name}-lunch"] = Period.objects.create(
            edition=edition,
            key=f"{name}-lunch",
            kind=PeriodKind.BREAK,
            name={"en": "Lunch"},
            starts=local(day, 11),
            ends=local(day, 14),
        )


def _activities(world: World) -> None:
    edition = world.edition
    plenary = Section.objects.create(
        edition=edition, key="plenary", number=1, title={"en": "Opening"}, kind="plenary"
    )
    themed = Section.objects.create(
        edition=edition, key="themed", number=2, title={"en": "Forums"}, kind="themed"
    )
    rows = (
        ("plenary", plenary, Visibility.PUBLIC, Provenance.SOURCED),
        ("water", themed, Visibility.PUBLIC, Provenance.SOURCED),
        ("glaciers", themed, Visibility.PUBLIC, Provenance.GENERATED),
        ("show", themed, Visibility.PUBLIC, Provenance.ENTERED),
        ("consultation", None, Visibility.LISTED, Provenance.ENTERED),
        ("briefing", None, Visibility.CLOSED, Provenance.ENTERED),
    )
    for order, (key, section, visibility, provenance) in enumerate(rows):
        world.activities[key] = Activity.objects.create(
            edition=edition,
            key=key,
            section=section,
            number=order + 1 if section else None,
            order=order,
            title={"en": f"The {key}"},
            summary={"en": f"What the {key} is about."},
            visibility=visibility,
            audience=30,
            language="es",
            interpretation=["en"],
            provenance=provenance,
            sources=[SOURCE, LOST_SOURCE] if provenance == Provenance.SOURCED else [],
        )
        chair = add_person(world, f"chair-{key}")
        ActivityMember.objects.create(activity=world.activities[key], person=chair, role=ActivityRole.CHAIR)
    _contributions(world)


def _contributions(world: World) -> None:
    """Twenty: 6 in the plenary, 5 on water, 5 on glaciers, 2 in each of the shut activities."""
    academy = Organisation.objects.create(
        key=f"{world.edition.key}-academy", name={"en": "Academy of the Andes"}
    )
    add_person(
        world,
        "minister",
        name="Ma. Quispe Ñahui",
        party=Party.objects.get(code="PE"),
        position={"en": "Minister of Science"},
        organisation=academy,
        provenance=Provenance.SOURCED,
        sources=[SOURCE],
    )
    for number in range(1, 20):
        add_person(world, f"speaker-{number}", provenance=Provenance.GENERATED)
    add_contribution(
        world, "plenary", "plenary-1", "minister", provenance=Provenance.SOURCED, sources=[LOST_SOURCE]
    )
    number = 0
    for activity, count in (
        ("plenary", 5),
        ("water", 5),
        ("glaciers", 5),
        ("consultation", 2),
        ("briefing", 2),
    ):
        for _ in range(count):
            number += 1
            add_contribution(
                world,
                activity,
                f"{activity}-talk-{number}",
                f"speaker-{number}",
                provenance=Provenance.GENERATED,
            )


PLACES = {
    "plenary": ("mon-1", "aula"),
    "water": ("mon-2", "sala-1"),
    "glaciers": ("tue-1", "sala-2"),
    "consultation": ("tue-2", "sala-1"),
    "briefing": ("tue-2", "sala-2"),
}


def _plan(world: World, shift: timedelta = timedelta()) -> Plan:
    """Sessions as in PLACES, and the show in the patio through all of Monday; `shift` moves the talks."""
    plan = Plan.objects.create(edition=world.edition)
    for key, (period, room) in PLACES.items():
        _session(world, plan, key, period, room, shift)
    for period in ("mon-1", "mon-lunch", "mon-2"):
        _session(world, plan, "show", period, "patio", timedelta())
    return plan


def _session(world: World, plan: Plan, activity: str, period: str, room: str, shift: timedelta) -> None:
    rows = [row for row in world.contributions.values() if row.activity_id == world.activities[activity].pk]
    held = world.periods[period]
    begin = held.starts + shift if rows else held.starts
    end = begin + timedelta(minutes=20 * len(rows)) if rows else held.ends
    session = Session.objects.create(
        plan=plan,
        activity=world.activities[activity],
        period=held,
        room=world.rooms[room],
        starts=begin,
        ends=end,
    )
    for number, row in enumerate(rows):
        starts = begin + timedelta(minutes=20 * number)
        Placement.objects.create(
            plan=plan,
            session=session,
            contribution=row,
            starts=starts,
            ends=starts + timedelta(minutes=20),
        )


def _release(world: World, number: int, shift: timedelta = timedelta()) -> Release:
    return Release.objects.create(edition=world.edition, plan=_plan(world, shift), number=number)
