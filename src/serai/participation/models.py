"""Whoever comes: a person in an edition, in a role, perhaps with a delegation."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from serai.core.models import Sourced
from serai.editions.models import Edition
from serai.parties.models import Party, Person


class Delegation(models.Model):
    """The people whom one party sends to one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="delegations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="delegations")

    class Meta:
        ordering = ["party__code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "party"], name="one_delegation_per_party_and_edition")
        ]

    def __str__(self) -> str:
        return f"{self.party} at {self.edition}"


class ParticipationRole(models.TextChoices):
    HEAD_OF_DELEGATION = "head_of_delegation", _("head of delegation")
    DELEGATE = "delegate", _("delegate")
    SPEAKER = "speaker", _("speaker")
    LAUREATE = "laureate", _("laureate")
    GUEST = "guest", _("guest")
    DOMESTIC_GUEST = "domestic_guest", _("domestic guest")
    ORGANISER = "organiser", _("organiser")
    INTERPRETER = "interpreter", _("interpreter")
    EXHIBITOR = "exhibitor", _("exhibitor")
    PRESS = "press", _("press")
    LIAISON_OFFICER = "liaison_officer", _("liaison officer")
    MINOR = "minor", _("minor with guardian")
    SECRETARIAT = "secretariat", _("secretariat")


class ParticipationState(models.TextChoices):
    INVITED = "invited", _("invited")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Participation(Sourced):
    """A person in an edition: what is invited, accredited, badged, scheduled, seated and checked in."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=24, choices=ParticipationRole)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    state = models.CharField(max_length=16, choices=ParticipationState, default=ParticipationState.ACCEPTED)
    arrives = models.DateTimeField(null=True, blank=True)
    departs = models.DateTimeField(null=True, blank=True)
    languages: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["person__sort_key", "person_id", "role"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person", "role"], name="person_once_per_role"),
            models.CheckConstraint(
                condition=Q(arrives=None) | Q(departs=None) | Q(departs__gt=F("arrives")),
                name="participation_departs_after_arrival",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"
