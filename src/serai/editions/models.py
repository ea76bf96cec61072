"""Series and editions, their hosts, rooms and periods, and the solver runs that plan them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from serai.core.models import Retirable, Sourced
from serai.parties.models import Party


class Series(models.Model):
    """The exchange that comes back every few years, often with another host."""

    key = models.SlugField(max_length=80, unique=True)
    name = I18nCharField(max_length=300)

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return str(self.name)


class Edition(Sourced):
    """One holding of the series: a city, a time zone, some days."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
    key = models.SlugField(max_length=80, unique=True)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following"
    )
    ordinal = models.PositiveIntegerField(default=1)
    name = I18nCharField(max_length=300)
    short_name = I18nCharField(max_length=80, blank=True, null=True)
    theme = I18nCharField(max_length=300, blank=True, null=True)
    summary = I18nTextField(blank=True, null=True)
    start = models.DateField()
    end = models.DateField()
    time_zone = models.CharField(max_length=64)
    city = I18nCharField(max_length=120)
    country = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="hosted_editions")
    languages: models.JSONField[Any, Any] = models.JSONField(default=list)  # content, the original first
    working_languages: models.JSONField[Any, Any] = models.JSONField(default=list)
    slot_minutes = models.PositiveSmallIntegerField(default=5)
    contact_email = models.EmailField(blank=True)  # where answers to the edition's mail go
    weights: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    planning_seconds = models.PositiveSmallIntegerField(default=60)  # what a run may take
    content_version = models.PositiveIntegerField(default=1)  # grows when a shown text changes

    class Meta:
        ordering = ["-start", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="edition_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(slot_minutes__gt=0), name="edition_slot_minutes_positive"),
        ]

    def __str__(self) -> str:
        return self.key


class HostRole(models.TextChoices):
    HOST = "host", _("host")
    CO_SPONSOR = "co_sponsor", _("co-sponsor")
    SUPPORTER = "supporter", _("supporter")
    ORGANISER = "organiser", _("organiser")


class Host(Sourced):
    """A body that holds the edition, in the role that it has."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="hosts")
    key = models.SlugField(max_length=80)
    name = I18nCharField(max_length=300)
    role = models.CharField(max_length=16, choices=HostRole, default=HostRole.HOST)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="host_once_per_edition")]

    def __str__(self) -> str:
        return str(self.name)


class Venue(Sourced):
    """A building of the edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="venues")
    key = models.SlugField(max_length=80)
    name = I18nCharField(max_length=300)
    address = I18nCharField(max_length=300, blank=True, null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="venue_once_per_edition")]

    def __str__(self) -> str:
        return str(self.name)


class PeriodKind(models.TextChoices):
    PERIOD = "period", _("period")
    BREAK = "break", _("break")


class Period(Retirable, Sourced):
    """A block of a day for sessions; a break is used only by activities that name it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="periods")
    key = models.SlugField(max_length=80)
    name = I18nCharField(max_length=200, blank=True, null=True)
    kind = models.CharField(max_length=8, choices=PeriodKind, default=PeriodKind.PERIOD)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="period_once_per_edition"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="period_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.key


class Room(Retirable, Sourced):
    """A room with its seats and interpreters' booths."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rooms")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms", null=True, blank=True)
    key = models.SlugField(max_length=80)
    name = I18nCharField(max_length=200)
    seats = models.PositiveIntegerField(null=True, blank=True)
    booths = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)
    closed = models.ManyToManyField(Period, blank=True, related_name="closed_rooms")

    class Meta:
        ordering = ["order", "key"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="room_once_per_edition")]

    def __str__(self) -> str:
        return self.key


class Announcement(models.Model):
    """A short piece of news in the edition's languages, on its pages and screens for some time."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="announcements")
    text = I18nTextField(max_length=600)
    is_urgent = models.BooleanField(default=False)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")), name="announcement_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return str(self.text)


class SheetUpload(models.Model):
    """A spreadsheet that somebody sent for one table of an edition: looked at first, then taken or not."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sheet_uploads")
    table = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} for {self.table} of {self.edition}"


class RunState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    INTERRUPTED = "interrupted", _("interrupted")


class PlanningRun(models.Model):
    """One solver run, replayable: the question, the settings, how it went and the answer."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="runs")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16, choices=RunState, default=RunState.QUEUED)
    engine = models.CharField(max_length=32, default="timetable")
    problem: models.JSONField[Any, Any] = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    seed = models.PositiveIntegerField(default=0)
    limits: models.JSONField[Any, Any] = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stop_requested = models.BooleanField(default=False)
    progress: models.JSONField[Any, Any] = models.JSONField(
        default=list
    )  # [[seconds, objective, bound, unplaced]]
    result: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=["queued", "running"]),
                name="one_run_under_way_per_edition",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.edition} ({self.state})"
