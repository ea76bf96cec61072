"""What a person's calendar is told of their agenda."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.participation.models import Participation
from serai.programme.models import Agenda
from serai.programme.queries.agendas import agendas
from serai.programme.showing.agendas import event_of, is_told

Events = dict[str, Any]


@transaction.atomic
def tell_agenda(*, actor: Actor, participation: Participation) -> Agenda:
    """Bring what a person's calendar is told up to the latest release, through all that came since.

    An event that changed counts one more, so that calendars take it over; one that is no longer the person's
    is cancelled and stays so.
    """
    require(actor, "participation.view_agenda", participation)
    person = lock(participation.person)
    agenda = Agenda.objects.filter(edition=participation.edition, person=person).first()
    agenda = agenda or Agenda(edition=participation.edition, person=person)
    releases = list(participation.edition.releases.select_related("plan").order_by("number"))
    unseen = [release for release in releases[:-1] if release.number > agenda.release]
    latest = releases[-1:]
    found = agendas(actor, participation, [*unseen, *latest])
    if latest and is_told(agenda, found[latest[0].number], latest[0].number):
        return agenda
    for release in unseen:
        agenda.events = _merged(agenda.events, found[release.number], release.released_at)
    for release in latest:
        moment = release.released_at if release.number > agenda.release else timezone.now()
        agenda.events = _merged(agenda.events, found[release.number], moment)
        agenda.release = release.number
    agenda.save()
    audit.record(
        actor, "tell_agenda", agenda, after={"release": agenda.release, "events": len(agenda.events)}
    )
    return agenda


def _merged(events: Events, entries: Iterable[Any], moment: datetime) -> Events:
    """The events with what became of them: changed ones count one more, missing ones are cancelled."""
    said = {entry.name: event_of(entry) for entry in entries}
    result: Events = {}
    for name in {**events, **said}:
        before, now = events.get(name), said.get(name)
        result[name] = _event(before, now, moment)
    return result


def _event(before: Events | None, now: Events | None, moment: datetime) -> Events:
    """One event after a change or without one."""
    if before is None:
        return {"says": now, "sequence": 0, "changed": moment.isoformat(), "is_cancelled": False}
    is_cancelled = now is None
    says = before["says"] if is_cancelled else now
    if says == before["says"] and is_cancelled == before["is_cancelled"]:
        return before
    return {
        "says": says,
        "sequence": before["sequence"] + 1,
        "changed": moment.isoformat(),
        "is_cancelled": is_cancelled,
    }
