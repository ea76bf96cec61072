"""Sections, activities and contributions; plans that place them, and the releases of plans."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from serai.core.models import Retirable, Sourced
from serai.editions.models import Edition, Period, PlanningRun, Room
from serai.parties.models import Person


class SectionKind(models.TextChoices):
    PLENARY = "plenary", _("plenary")
    MINISTERIAL = "ministerial", _("ministerial")
    THEMED = "themed", _("themed")
    ROUNDTABLE = "roundtable", _("roundtable")
    EXHIBITION = "exhibition", _("exhibition")
    SUPPORTING = "supporting", _("supporting")


class Section(Sourced):
    """A part of the programme; its kind gives the colour."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField(default=0)
    title = I18nCharField(max_length=300)
    kind = models.CharField(max_length=16, choices=SectionKind, default=SectionKind.THEMED)

    class Meta:
        ordering = ["number", "key"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="section_once_per_edition")]

    def __str__(self) -> str:
        return str(self.title)


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    LISTED = "listed", _("listed without detail")
    CLOSED = "closed", _("closed")


class Activity(Retirable, Sourced):
    """A forum, ceremony, roundtable or exhibition: it holds contributions, or is one block itself."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    key = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    title = I18nCharField(max_length=300)
    summary = I18nTextField(blank=True, null=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # one block of this length
    sessions_min = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_max = models.PositiveSmallIntegerField(null=True, blank=True)
    together = models.BooleanField(default=False)  # one room, successive periods
    audience = models.PositiveIntegerField(default=0)
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=16, blank=True)
    interpretation: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    periods = models.ManyToManyField(Period, blank=True, related_name="+")  # none: any
    rooms = models.ManyToManyField(Room, blank=True, related_name="+")  # none: any
    preferred_periods = models.ManyToManyField(Period, blank=True, related_name="+")
    preferred_rooms = models.ManyToManyField(Room, blank=True, related_name="+")
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")

    class Meta:
        ordering = ["order", "key"]
        verbose_name_plural = "activities"
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="activity_once_per_edition")]

    def __str__(self) -> str:
        return str(self.title)


class FixedCell(models.Model):
    """A (period, room) that an activity must hold."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="fixed_cells")
    period = models.ForeignKey(Period, on_delete=models.PROTECT)
    room = models.ForeignKey(Room, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "period", "room"], name="fixed_cell_once_per_activity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} in {self.room} at {self.period}"


class Contribution(Retirable, Sourced):
    """A talk, address, statement or pitch within an activity."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributions")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contributions")
    key = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    title = I18nCharField(max_length=400)
    abstract = I18nTextField(blank=True, null=True)
    minutes = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField(default=0)  # place in the activity's order, 0 free
    language = models.CharField(max_length=16, blank=True)
    fixed_period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fixed_room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fixed_start = models.DateTimeField(null=True, blank=True)
    preferred_periods = models.ManyToManyField(Period, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "key"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="contribution_once_per_edition"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="contribution_minutes_positive"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class MemberState(models.TextChoices):
    """What somebody says to the role that they are given; nobody is shown before they agreed."""

    PLANNED = "planned", _("not asked yet")
    INVITED = "invited", _("asked")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Answering(models.Model):
    """A role that its person accepts or declines; one that the host enters as agreed needs no question."""

    state = models.CharField(max_length=8, choices=MemberState, default=MemberState.ACCEPTED)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class ActivityRole(models.TextChoices):
    CHAIR = "chair", _("chair")
    MUST_ATTEND = "must_attend", _("must attend")
    ORGANISER = "organiser", _("organiser")


class ActivityMember(Answering, Sourced):
    """A person with a role in an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="activity_roles")
    role = models.CharField(max_length=16, choices=ActivityRole)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person", "role"], name="activity_member_once_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} of {self.activity}"


class ContributionRole(models.TextChoices):
    SPEAKER = "speaker", _("speaker")
    ATTENDEE = "attendee", _("attendee")


class ContributionMember(Answering, Sourced):
    """A person with a role in a contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contribution_roles")
    role = models.CharField(max_length=16, choices=ContributionRole)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "person", "role"], name="contribution_member_once_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} of {self.contribution}"


class Slides(models.Model):
    """A file that goes with a contribution, checked when it came; public only if its speaker says so."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="slides")
    file = models.FileField(upload_to="slides", max_length=200)
    name = models.CharField(max_length=255)  # as it was called where it came from
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # none: by the host

    class Meta:
        ordering = ["uploaded_at", "id"]
        verbose_name_plural = "slides"

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """A draft of the programme: sessions and placements that may still change until it is released."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="plans")
    name = models.CharField(max_length=120, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    version = models.PositiveIntegerField(default=1)  # grows with each move
    changed_at = models.DateTimeField(auto_now=True)
    run = models.ForeignKey(
        PlanningRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="plans"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"plan {self.pk} of {self.edition}"


class PlanCheck(models.Model):
    """What was found wrong with a plan, at one version of it and of the edition's data; can be made anew."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="found")
    plan_version = models.PositiveIntegerField()
    content_version = models.PositiveIntegerField()
    hard = models.PositiveIntegerField()
    unplaced = models.PositiveIntegerField()
    penalty = models.PositiveBigIntegerField()
    findings: models.JSONField[Any, Any] = models.JSONField()  # as planning.cache writes them
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["plan_id"]

    def __str__(self) -> str:
        return f"check of {self.plan}"


class Session(models.Model):
    """An activity in a room over consecutive slots of one period."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sessions")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["starts", "room__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "activity", "period", "room"], name="session_once_per_cell"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} in {self.room} at {self.starts:%Y-%m-%d %H:%M}"


class Placement(models.Model):
    """A contribution at its time within a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="placements")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="placements")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="placements")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "contribution"], name="contribution_placed_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="placement_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution} at {self.starts:%Y-%m-%d %H:%M}"


class Release(models.Model):
    """A plan made public: its placements never change again."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="releases")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="release")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    unplaced: models.JSONField[Any, Any] = models.JSONField(default=list)  # keys knowingly left out

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="release_number_once_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.edition} release {self.number}"


class Agenda(models.Model):
    """What the calendar of one person was last told of an edition, so that it can be told what changed.

    `events` holds for each event, by its name in the calendar, what it says (in all languages), how often it
    has changed, when it did last, and whether it is cancelled.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="agendas")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="agendas")
    release = models.PositiveIntegerField(default=0)  # number of the last release told of
    events: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="agenda_once_per_person_and_edition")
        ]

    def __str__(self) -> str:
        return f"agenda of {self.person} at {self.edition}"
