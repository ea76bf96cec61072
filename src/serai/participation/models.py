"""Whoever comes: a person in an edition, in a role, perhaps with a delegation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from serai.core.models import Sourced
from serai.editions.models import Edition, Period
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
    PROGRAMME_COMMITTEE = "programme_committee", _("programme committee")
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
    away = models.ManyToManyField(
        Period, blank=True, related_name="+"
    )  # periods in which they can't be there
    note = models.TextField(blank=True)  # what they ask of the secretariat
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


class LinkPurpose(models.TextChoices):
    SPEAKER = "speaker", _("answers and contributions")
    AGENDA = "agenda", _("own agenda")


class PersonalLink(models.Model):
    """A link that one person holds for one edition; only the hash of its secret is kept.

    An agenda link only reads. A speaker's link writes, in the first browser that answered by it: `browser` is
    the hash of a secret kept there, so that a link passed on can be read but not used in the person's name.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="personal_links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="personal_links")
    purpose = models.CharField(max_length=8, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    seen_release = models.PositiveIntegerField(default=0)  # number of the release last looked at

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.person} by link"


class MailKind(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    RELEASE_NOTICE = "release_notice", _("news of a release")
    LINK = "link", _("personal link")
    OTHER = "other", _("other")


class MailState(models.TextChoices):
    DRAFT = "draft", _("to be reviewed")
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    DISCARDED = "discarded", _("discarded")


class Mail(models.Model):
    """A letter in the outbox: made by the system, reviewed and released by a person, sent by the worker."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails")
    kind = models.CharField(max_length=16, choices=MailKind, default=MailKind.OTHER)
    key = models.CharField(max_length=120, blank=True)  # what it is about, so that it isn't written twice
    address = models.EmailField()
    language = models.CharField(max_length=16)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MailState, default=MailState.DRAFT)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)  # by the worker that sends it
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["edition", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "key"], condition=~Q(key=""), name="mail_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"
