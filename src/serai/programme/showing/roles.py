"""The audit trail of roles, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from serai.core.actors import ActorKind
from serai.core.models import AuditEntry
from serai.core.text import localise
from serai.editions.models import Edition
from serai.participation.models import ParticipationRole
from serai.programme.models import Activity


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history."""

    at: datetime
    sentence: str


def role_events(entries: Iterable[AuditEntry], edition: Edition, language: str) -> list[Event]:
    """The entries as sentences; a few queries."""
    found = list(entries)
    ids = {entry.subject_id for entry in found if entry.subject_type == "programme.activity"}
    titles = {
        str(activity.pk): localise(activity.title, language, next(iter(edition.languages), "")).words
        for activity in Activity.objects.filter(pk__in=ids)
    }
    return [Event(entry.at, _sentence(entry, titles.get(entry.subject_id, ""))) for entry in found]


def _sentence(entry: AuditEntry, activity: str) -> str:
    told = entry.after or entry.before
    sentence = {
        "grant_role": gettext("%(who)s gave %(name)s the role “%(role)s”."),
        "revoke_role": gettext("%(who)s took the role “%(role)s” from %(name)s."),
        "grant_organiser": gettext("%(who)s made %(name)s an organiser of “%(activity)s”."),
        "revoke_organiser": gettext("%(who)s ended the role of %(name)s as an organiser of “%(activity)s”."),
    }[entry.service]
    roles = dict(ParticipationRole.choices)
    return sentence % {
        "who": _isolated(_who(entry)),
        "name": _isolated(told.get("name", "")),
        "role": roles.get(told.get("role", ""), ""),
        "activity": _isolated(activity),
    }


def _who(entry: AuditEntry) -> str:
    if entry.actor_kind == ActorKind.COMMAND_LINE and entry.actor_label == ActorKind.COMMAND_LINE:
        return gettext("Whoever runs this installation")
    return entry.actor_label


def _isolated(words: str) -> str:
    """A name that keeps its own direction inside a sentence."""
    return f"\u2068{words}\u2069"
