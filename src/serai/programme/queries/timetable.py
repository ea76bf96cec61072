"""A release read as plain rows, for feeds and screens: few questions and no models, however large it is.

What it holds is what `released` would show the same actor; only the shape is lighter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value

from serai.core.access import visible
from serai.core.actors import Actor
from serai.core.models import Provenance
from serai.editions.models import Edition, Room
from serai.parties.models import Party, Person, name_form
from serai.programme.models import Activity, Contribution, Placement, Release
from serai.programme.ordering import programme_order
from serai.programme.queries.released import AGREED_CHAIRS, AGREED_SPEAKERS

PERSON = ("id", "key", "name", "latin_name", "names", "party_id", "provenance")
CONTRIBUTION = ("id", "key", "title", "abstract", "language", "provenance", "sources")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who speaks or chairs, as far as a feed names them."""

    id: int
    key: str
    name: str
    latin_name: str
    names: Any
    party: Party | None
    provenance: str

    def name_in(self, language: str) -> str:
        """The form of the name usual in a language."""
        return name_form(self.name, self.latin_name, self.names, language)

    @property
    def is_generated(self) -> bool:
        return self.provenance == Provenance.GENERATED


class Talk(NamedTuple):
    """A contribution at its time."""

    id: int
    key: str
    title: Any
    abstract: Any
    language: str
    provenance: str
    sources: list[Any]
    starts: datetime
    ends: datetime
    speakers: tuple[Named, ...]

    @property
    def is_generated(self) -> bool:
        return self.provenance == Provenance.GENERATED


@dataclass(frozen=True, slots=True)
class Sitting:
    """An activity in a room from start to end, as a release holds it."""

    id: int
    activity_id: int
    room_id: int
    starts: datetime
    ends: datetime
    provenance: str  # of the period, which gives the time

    @property
    def is_generated(self) -> bool:
        return self.provenance == Provenance.GENERATED


@dataclass(frozen=True, slots=True)
class Timetable:
    """A release as one actor sees it; `detailed` are the activities whose inside the actor may see."""

    edition: Edition
    release: Release
    sittings: list[Sitting]
    activities: Mapping[int, Activity]
    rooms: dict[int, Room]
    detailed: frozenset[int]
    parties: dict[int, Party] = field(default_factory=dict)
    chairs: dict[int, tuple[Named, ...]] = field(default_factory=dict)
    talks: dict[int, tuple[Talk, ...]] = field(default_factory=dict)

    @property
    def held(self) -> list[Activity]:
        """The activities that have a place, in the programme's order."""
        keys = {sitting.activity_id for sitting in self.sittings}
        return sorted((self.activities[key] for key in keys), key=programme_order)


def timetable(
    actor: Actor,
    release: Release,
    *,
    activity: Activity | None = None,
    room: Room | None = None,
    person: Person | None = None,
    inside: bool = True,
    known: Timetable | None = None,
) -> Timetable:
    """A release; with the contributions of an activity, a room or a person only, if one is named.

    All sittings are there in any case: a sitting is counted among those of its activity. Without `inside`
    there are no contributions, and nobody's party is known. What is `known` from another release of the
    edition isn't read again.
    """
    sessions = visible(actor, "programme.view_session", release.plan.sessions.all())
    rows = sessions.order_by("starts", "room__order", "room__key", "id")
    base = known or _base(actor, release, has_parties=inside)
    shown = replace(
        base,
        release=release,
        sittings=[
            Sitting(*row)
            for row in rows.values_list(
                "id", "activity_id", "room_id", "starts", "ends", "period__provenance"
            )
        ],
        talks={},
    )
    if not inside:
        return shown
    placements = _of(base, _placements(actor, release), activity, room, person)
    return replace(shown, talks=_talks(placements, base.parties))


def _of(
    base: Timetable,
    placements: QuerySet[Placement],
    activity: Activity | None,
    room: Room | None,
    person: Person | None,
) -> QuerySet[Placement]:
    """The placements of an activity, in a room, of who speaks or chairs, where these are named."""
    if activity:
        placements = placements.filter(session__activity=activity)
    if room:
        placements = placements.filter(session__room=room)
    if person:
        spoken = AGREED_SPEAKERS.filter(person=person).values("contribution")
        chaired = [at for at, chairs in base.chairs.items() if person.pk in {chair.id for chair in chairs}]
        placements = placements.filter(Q(contribution__in=spoken) | Q(session__activity__in=chaired))
    return placements


def with_titles(actor: Actor, shown: Timetable, sittings: Collection[int]) -> Timetable:
    """A timetable read without its inside, and the contributions of some sittings without their abstracts."""
    placements = _placements(actor, shown.release).filter(session__in=sittings)
    return replace(shown, talks=_talks(placements, shown.parties, is_brief=True))


def _base(actor: Actor, release: Release, has_parties: bool) -> Timetable:
    """What is the same for every release of an edition: its activities, their chairs, its rooms."""
    edition = release.edition
    open_ones = visible(actor, "programme.view_detail", edition.activities.filter(pk=OuterRef("pk")))
    known = visible(actor, "programme.view_activity", edition.activities.select_related("section"))
    activities = {row.pk: row for row in known.annotate(is_open=Exists(open_ones))}
    detailed = frozenset(row.pk for row in activities.values() if row.is_open)
    parties = {row.pk: row for row in Party.objects.all()} if has_parties else {}
    chairs = _named(AGREED_CHAIRS.filter(activity__edition=edition), "activity_id", parties)
    return Timetable(
        edition=edition,
        release=release,
        sittings=[],
        activities=activities,
        rooms={row.pk: row for row in edition.rooms.select_related("venue")},
        detailed=detailed,
        parties=parties,
        chairs={at: people for at, people in chairs.items() if at in detailed},
    )


def _placements(actor: Actor, release: Release) -> QuerySet[Placement]:
    seen = visible(actor, "programme.view_contribution", Contribution.objects.all())
    return release.plan.placements.filter(contribution__in=seen)


def _named(members: QuerySet[Any], at: str, parties: Mapping[int, Party]) -> dict[int, tuple[Named, ...]]:
    """Who has these roles, by what they have them in, in order."""
    columns = (f"person__{name}" for name in PERSON)
    found: dict[int, list[Named]] = defaultdict(list)
    people: dict[int, Named] = {}
    rows = members.order_by("order", "id").values_list(at, *columns)
    for place, id, key, name, latin_name, names, party, provenance in rows:
        person = people.get(id)
        if person is None:
            person = people[id] = Named(id, key, name, latin_name, names, parties.get(party), provenance)
        found[place].append(person)
    return {place: tuple(group) for place, group in found.items()}


def _talks(
    placements: QuerySet[Placement], parties: Mapping[int, Party], is_brief: bool = False
) -> dict[int, tuple[Talk, ...]]:
    """The contributions by session, in order of time; brief ones have no abstract and no sources."""
    speaking = AGREED_SPEAKERS.filter(contribution__in=placements.values("contribution"))
    speakers = _named(speaking, "contribution_id", parties)
    columns: list[Any] = [f"contribution__{name}" for name in CONTRIBUTION]
    if is_brief:
        columns[3] = columns[6] = Value(None, output_field=TextField())
    found: dict[int, list[Talk]] = defaultdict(list)
    rows = placements.order_by("starts", "id").values_list("session_id", *columns, "starts", "ends")
    for session, id, key, title, abstract, language, provenance, sources, starts, ends in rows:
        spoken = speakers.get(id, ())
        talk = Talk(id, key, title, abstract, language, provenance, sources, starts, ends, spoken)
        found[session].append(talk)
    return {session: tuple(group) for session, group in found.items()}
