"""The edition itself, its hosts, venues, rooms and periods, as the desk lists and edits them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.core.access import may
from serai.core.actors import Actor
from serai.editions import queries, services
from serai.editions.desk.fields import (
    CountryField,
    MomentField,
    NumberField,
    TagsField,
    TimeZoneField,
    TranslatedField,
)
from serai.editions.desk.forms import Group, RowForm
from serai.editions.desk.kind import Column, Kind, adds, changes, of_edition, removes
from serai.editions.desk.row_fields import RowField, RowsField, periods_of
from serai.editions.models import Edition, HostRole, Period, PeriodKind
from serai.editions.services import editions, hosts, periods, rooms, venues
from serai.parties.models import Party

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TABS = (
    ("editions:edition", _("Edition")),
    ("editions:hosts", _("Hosts")),
    ("editions:venues", _("Venues")),
    ("editions:rooms", _("Rooms")),
    ("editions:periods", _("Periods")),
    ("editions:series", _("Series")),
)


class EditionForm(RowForm):
    """What an edition says of itself."""

    names = editions.FIELDS
    name = TranslatedField(label=_("Name"))
    short_name = TranslatedField(
        label=_("Short name"), required=False, longest=80, help_text=_("Stands in the bar above every page.")
    )
    theme = TranslatedField(label=_("Theme"), required=False, help_text=_("The motto, in large letters."))
    summary = TranslatedField(
        label=_("Summary"), required=False, longest=10_000, lines=4, help_text=_("A paragraph or two.")
    )
    city = TranslatedField(label=_("City"), longest=120)
    country = CountryField(label=_("Country"))
    start = forms.DateField(label=_("First day"), widget=DAY)
    end = forms.DateField(label=_("Last day"), widget=DAY)
    time_zone = TimeZoneField(
        label=_("Time zone"),
        help_text=_(
            "Such as Asia/Shanghai: a continent and a large city. Periods stay the moments they are."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )
    languages = TagsField(
        label=_("Languages of its texts"),
        help_text=_(
            "The one in which you write first, then those into which you translate: zh-Hans, en, ar."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    working_languages = TagsField(
        label=_("Working languages"),
        required=False,
        help_text=_("What is spoken and interpreted. Empty: the languages of its texts."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    slot_minutes = NumberField(
        label=_("Raster in minutes"),
        least=1,
        most=240,
        empty=5,
        required=False,
        help_text=_("Everything begins on a multiple of it. 5 suits most."),
    )
    ordinal = NumberField(label=_("Number of the edition"), least=1, empty=1, required=False)
    contact_email = forms.EmailField(
        label=_("Address for answers"),
        required=False,
        help_text=_("Where answers to the edition's mail go."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    row: Edition | None
    groups: ClassVar[tuple[Group, ...]] = (
        Group(_("What it is called"), ("name", "short_name", "theme", "summary")),
        Group(_("Where and when"), ("city", "country", "start", "end", "time_zone")),
        Group(_("Languages"), ("languages", "working_languages")),
        Group(_("More"), ("contact_email", "ordinal", "slot_minutes"), is_rare=True),
    )

    def clean(self) -> dict[str, Any]:
        """Without working languages, those of the texts are spoken."""
        cleaned = super().clean() or {}
        if "working_languages" in self.fields:
            written = cleaned.get("languages") or self.edition.languages
            cleaned["working_languages"] = cleaned.get("working_languages") or written
        return cleaned

    @classmethod
    def read(cls, row: Edition, state: Mapping[str, Any]) -> dict[str, Any]:
        return super().read(row, state) | {"country": row.country.code}

    @classmethod
    def current(cls, row: Edition) -> dict[str, Any]:
        return super().current(row) | {"country": row.country.code}

    def words(self, name: str, value: Any) -> str:
        if name == "country" and isinstance(value, int) and self.row is not None:
            value = self.row.country.code if value == self.row.country_id else _party_code(value)
        return super().words(name, value)


def _party_code(pk: int) -> str:
    return Party.objects.filter(pk=pk).values_list("code", flat=True).first() or ""


class SeriesForm(RowForm):
    """What all editions of a series have in common."""

    names = ("name",)
    name = TranslatedField(
        label=_("Name of the series"),
        help_text=_("What comes back every few years; all its editions show it."),
    )
    groups = (Group("", ("name",)),)


class HostForm(RowForm):
    """A body that holds the edition."""

    names = hosts.FIELDS
    name = TranslatedField(label=_("Name"))
    role = forms.ChoiceField(label=_("Role"), choices=HostRole.choices)
    groups = (Group("", ("name", "role")), Group(_("More"), ("key",), is_rare=True))


class VenueForm(RowForm):
    """A building."""

    names = venues.FIELDS
    name = TranslatedField(label=_("Name"))
    address = TranslatedField(label=_("Address"), required=False)
    groups = (Group("", ("name", "address")), Group(_("More"), ("key",), is_rare=True))


class RoomForm(RowForm):
    """A room."""

    names = rooms.FIELDS
    name = TranslatedField(label=_("Name"), longest=200)
    venue = RowField(lambda edition: edition.venues.order_by("key"), label=_("Venue"), required=False)
    seats = NumberField(
        label=_("Seats"), required=False, most=1_000_000, help_text=_("Leave it empty if nobody counts them.")
    )
    booths = NumberField(
        label=_("Interpreters' booths"), required=False, empty=0, help_text=_("One for each language.")
    )
    closed = RowsField(
        periods_of,
        label=_("Closed in"),
        help_text=_("Periods in which the room can't be used."),
    )
    groups = (
        Group("", ("name", "venue", "seats", "booths")),
        Group(_("When it is closed"), ("closed",), is_rare=True),
        Group(_("More"), ("key",), is_rare=True),
    )


class PeriodForm(RowForm):
    """A period or break, in the edition's local time."""

    names = periods.FIELDS
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=PeriodKind.choices,
        help_text=_("A break is used only by activities that name it, such as an exhibition."),
    )
    starts = MomentField(label=_("From"))
    ends = MomentField(label=_("To"))
    name = TranslatedField(
        label=_("Name"), required=False, longest=200, help_text=_("Breaks have one, such as Lunch.")
    )
    groups = (Group("", ("kind", "starts", "ends", "name")), Group(_("More"), ("key",), is_rare=True))


def _next_period(edition: Edition, asked: Any) -> dict[str, Any]:
    """A new period begins where the last one ends."""
    last = edition.periods.filter(is_retired=False).order_by("ends").last()
    return {"starts": last.ends, "ends": last.ends + timedelta(hours=2)} if last else {}


def _length(period: Period) -> str:
    minutes = (period.ends - period.starts) // timedelta(minutes=1)
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}


def _of_edition(actor: Actor, edition: Edition, row: Edition) -> dict[str, Any]:
    """What came before the edition, and the way to the next one."""
    return {
        "previous": row.previous,
        "next_editions": list(row.following.all()),
        "may_open": may(actor, "editions.open_edition", row.series)
        and may(actor, "editions.change_edition", row),
        "panels": ["editions/desk/_editions.html"],
    }


EDITION = Kind(
    app="editions",
    name="edition",
    plural="edition",
    title=_("Edition"),
    titles=_("Edition"),
    new="",
    tabs=TABS,
    rows=queries.edited_edition,
    form=EditionForm,
    columns=(),
    changing="editions.change_edition",
    subject=lambda edition, row: row,
    change=changes(services.change_edition, "edition"),
    panels=_of_edition,
)
SERIES = Kind(
    app="editions",
    name="series",
    plural="series",
    title=_("Series"),
    titles=_("Series"),
    tabs=TABS,
    rows=queries.edited_series,
    form=SeriesForm,
    changing="editions.open_edition",
    subject=lambda edition, row: row,
    change=changes(services.change_series, "series"),
)
HOSTS = Kind(
    app="editions",
    name="host",
    plural="hosts",
    title=_("Host"),
    titles=_("Hosts"),
    new=_("New host"),
    intro=_("The bodies that hold the edition, as the public sees them on its first page."),
    tabs=TABS,
    rows=queries.hosts,
    form=HostForm,
    columns=(
        Column(_("Name"), lambda row: row.name, "text"),
        Column(_("Role"), lambda row: row.get_role_display()),
    ),
    may_add=of_edition("editions.change_edition"),
    changing="editions.change_edition",
    add=adds(services.add_host),
    change=changes(services.change_host, "host"),
    remove=removes(services.remove_host, "host"),
)
VENUES = Kind(
    app="editions",
    name="venue",
    plural="venues",
    title=_("Venue"),
    titles=_("Venues"),
    new=_("New venue"),
    intro=_("The buildings in which the rooms are."),
    tabs=TABS,
    rows=queries.venues,
    form=VenueForm,
    columns=(
        Column(_("Name"), lambda row: row.name, "text"),
        Column(_("Address"), lambda row: row.address, "text"),
    ),
    may_add=of_edition("editions.change_edition"),
    changing="editions.change_edition",
    add=adds(services.add_venue),
    change=changes(services.change_venue, "venue"),
    remove=removes(services.remove_venue, "venue"),
)
ROOMS = Kind(
    app="editions",
    name="room",
    plural="rooms",
    title=_("Room"),
    titles=_("Rooms"),
    new=_("New room"),
    intro=_("Where sessions are held. The planner looks at seats, booths and when a room is closed."),
    tabs=TABS,
    rows=queries.rooms,
    form=RoomForm,
    columns=(
        Column(_("Name"), lambda row: row.name, "text"),
        Column(_("Venue"), lambda row: row.venue and row.venue.name, "text"),
        Column(_("Seats"), lambda row: row.seats, "number"),
        Column(_("Booths"), lambda row: row.booths or None, "number"),
    ),
    may_add=of_edition("editions.change_edition"),
    changing="editions.change_edition",
    add=adds(services.add_room),
    change=changes(services.change_room, "room"),
    remove=removes(services.remove_room, "room"),
)
PERIODS = Kind(
    app="editions",
    name="period",
    plural="periods",
    title=_("Period"),
    titles=_("Periods and breaks"),
    new=_("New period"),
    intro=_("The blocks of each day, one after the other, in the local time of the host city."),
    tabs=TABS,
    rows=queries.periods,
    form=PeriodForm,
    columns=(
        Column(_("Day"), lambda row: row.starts, "day"),
        Column(_("Hours"), lambda row: row, "hours"),
        Column(_("Length"), _length),
        Column(_("Kind"), lambda row: row.get_kind_display()),
        Column(_("Name"), lambda row: row.name, "text"),
    ),
    may_add=of_edition("editions.change_edition"),
    changing="editions.change_edition",
    initial=_next_period,
    add=adds(services.add_period),
    change=changes(services.change_period, "period"),
    remove=removes(services.remove_period, "period"),
)
KINDS = (HOSTS, VENUES, ROOMS, PERIODS)
