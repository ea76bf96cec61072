"""The people of an edition and how they take part, as the desk lists and edits them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.core.actors import Actor
from serai.core.dependants import needing
from serai.core.text import forms as texts
from serai.core.text import localise
from serai.editions.desk.fields import (
    NONE,
    LanguagesField,
    MomentField,
    TranslatedField,
)
from serai.editions.desk.forms import Group, RowForm
from serai.editions.desk.history import Step, history, merged, steps
from serai.editions.desk.kind import Column, Kind, of_edition, removes
from serai.editions.desk.row_fields import PartyField, RowsField, periods_of
from serai.editions.models import Edition
from serai.participation import queries, services
from serai.participation.models import Participation, ParticipationRole, ParticipationState
from serai.participation.rules import DESK
from serai.participation.services import participations, people
from serai.parties.models import Organisation, Party, Person
from serai.parties.queries import named

ROLES = [(role.value, role.label) for role in ParticipationRole if role not in DESK]
TABS = (("participation:people", _("People")),)


class PersonForm(RowForm):
    """Somebody who takes part; what the row holds of them all editions show."""

    names = people.FIELDS
    aside = frozenset({"seen", "email", "role", "delegation"})
    once = frozenset({"key", "role", "delegation"})
    name = forms.CharField(
        label=_("Name as written"),
        max_length=200,
        help_text=_("As they write it themselves, in their own script."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    latin_name = forms.CharField(
        label=_("Name in Latin script"),
        max_length=200,
        required=False,
        help_text=_("If it is written in another one, so that every reader can read and find it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    honorific = forms.CharField(
        label=_("Form of address"),
        max_length=60,
        required=False,
        help_text=_("Such as H.E. or Prof."),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "narrow"}),
    )
    position = TranslatedField(label=_("Position"), required=False)
    party = PartyField(label=_("Country or party"), required=False)
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=300,
        required=False,
        help_text=_("A name that is known already is used again."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("It becomes their account, by which they sign in. Only they can change it afterwards."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=ParticipationRole.SPEAKER)
    delegation = PartyField(
        label=_("Delegation"), required=False, help_text=_("Of the country or organisation that sends them.")
    )
    groups = (
        Group("", ("name", "latin_name", "honorific")),
        Group(_("Who they are"), ("position", "organisation", "party", "email")),
        Group(_("How they take part"), ("role", "delegation")),
        Group(_("More"), ("key",), is_rare=True),
    )

    @classmethod
    def read(cls, row: Person, state: Mapping[str, Any]) -> dict[str, Any]:
        """Party and organisation by what people call them."""
        held = super().read(row, state)
        return held | cls._named(row) | {"email": row.user.email if row.user else ""}

    @classmethod
    def current(cls, row: Person) -> dict[str, Any]:
        return super().current(row) | cls._named(row)

    @classmethod
    def _named(cls, row: Person) -> dict[str, Any]:
        organisation = localise(row.organisation.name if row.organisation else None, get_language() or "en")
        return {"party": row.party.code if row.party else "", "organisation": organisation.words}

    def words(self, name: str, value: Any) -> str:
        """The audit trail knows parties and organisations by their primary keys."""
        if name == "party" and isinstance(value, int):
            value = Party.objects.filter(pk=value).values_list("code", flat=True).first()
        if name == "organisation" and isinstance(value, int):
            found = Organisation.objects.filter(pk=value).first()
            value = next(iter(texts(found.name).values()), "") if found else ""
        return super().words(name, value)


class ParticipationForm(RowForm):
    """One role of somebody in the edition, with their stay."""

    names = participations.FIELDS
    aside = frozenset({"seen", "person"})
    once = told = frozenset({"person"})
    unsaid = RowForm.unsaid | {"edition", "person", "name"}
    key = None  # type: ignore[assignment]
    person = forms.CharField(widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    state = forms.ChoiceField(
        label=_("Answer"), choices=ParticipationState.choices, initial=ParticipationState.ACCEPTED
    )
    delegation = PartyField(label=_("Delegation"), required=False)
    arrives = MomentField(
        label=_("Arrives"),
        required=False,
        help_text=_("Nothing is planned with them before, or after they left."),
    )
    departs = MomentField(label=_("Departs"), required=False)
    away = RowsField(
        periods_of,
        label=_("Away in"),
        help_text=_("Periods in which they can't be there."),
    )
    languages = LanguagesField(label=_("Languages they speak"), required=False)
    groups = (
        Group("", ("person", "role", "state", "delegation")),
        Group(_("When they are there"), ("arrives", "departs", "away")),
        Group(_("More"), ("languages",), is_rare=True),
    )

    def __init__(self, actor: Actor, edition: Edition, data: Any = None, **options: Any) -> None:
        super().__init__(actor, edition, data, **options)
        if self.row is not None and self.row.role in DESK:  # type: ignore[attr-defined]
            role: Any = self.fields["role"]
            role.choices = [(self.row.role, self.row.get_role_display())]  # type: ignore[attr-defined]

    @classmethod
    def read(cls, row: Participation, state: Mapping[str, Any]) -> dict[str, Any]:
        return super().read(row, state) | cls._sender(row) | {"person": row.person.key}

    @classmethod
    def current(cls, row: Participation) -> dict[str, Any]:
        return super().current(row) | cls._sender(row)

    @classmethod
    def _sender(cls, row: Participation) -> dict[str, Any]:
        return {"delegation": row.delegation.party.code if row.delegation else ""}

    def words(self, name: str, value: Any) -> str:
        """The audit trail knows delegations by their primary keys."""
        if name == "delegation" and isinstance(value, int):
            party = self.edition.delegations.filter(pk=value).values_list("party__code", flat=True)
            value = party.first()
        if name == "role":
            return str(dict(ParticipationRole.choices).get(value, NONE))
        return super().words(name, value)


def _add_person(actor: Actor, edition: Edition, form: RowForm) -> Person:
    given = {name: form.cleaned_data[name] for name in ("email", "role", "delegation")}
    return services.add_person(actor=actor, edition=edition, values=form.values, **given)


def _change_person(actor: Actor, form: RowForm) -> Person:
    assert isinstance(form.row, Person)
    return services.change_person(
        actor=actor,
        edition=form.edition,
        person=form.row,
        values=form.values,
        email=form.cleaned_data.get("email", ""),
        seen=form.cleaned_data["seen"],
    )


def _add_participation(actor: Actor, edition: Edition, form: RowForm) -> Participation:
    person = queries.person_of(actor, edition, form.cleaned_data["person"])
    return services.add_participation(actor=actor, edition=edition, person=person, values=form.values)


def _change_participation(actor: Actor, form: RowForm) -> Participation:
    assert isinstance(form.row, Participation)
    return services.change_participation(
        actor=actor, participation=form.row, values=form.values, seen=form.cleaned_data["seen"]
    )


def _roles(person: Person) -> str:
    roles: list[Participation] = person.roles  # type: ignore[attr-defined]
    return " · ".join(str(row.get_role_display()) for row in roles)


def _of_person(actor: Actor, edition: Edition, person: Person) -> dict[str, Any]:
    """How somebody takes part, and what they have a role in."""
    return {
        "person": person,
        "parts": _needing(edition, person),
        "panels": ["participation/desk/_roles.html", "participation/desk/_parts.html"],
    }


def _history(actor: Actor, form: RowForm, person: Person) -> list[Step]:
    """How somebody and their roles in the edition changed."""
    edition, offered = form.edition, form.offered
    own = history(actor, PEOPLE, form, person)
    roles = edition.participations.filter(person=person)
    roles = roles.select_related("person", "delegation__party", "edition")
    roles = roles.prefetch_related(*ParticipationForm.relations(Participation))
    forms_of = {str(role.pk): ParticipationForm(actor, edition, row=role, offered=offered) for role in roles}
    of_gone = ParticipationForm(actor, edition, offered=offered)
    entries = queries.role_entries(actor, edition, person)
    return merged(own, steps(entries, lambda entry: forms_of.get(entry.subject_id, of_gone), Participation))


def _needing(edition: Edition, person: Person) -> list[Model]:
    return [row for row in needing(person) if getattr(row, "edition_id", None) == edition.pk]


PEOPLE = Kind(
    app="participation",
    name="person",
    plural="people",
    title=_("Person"),
    titles=_("People"),
    new=_("New person"),
    intro=_("Everybody who takes part, in whatever role."),
    tabs=TABS,
    rows=queries.people,
    form=PersonForm,
    columns=(
        Column(_("Name"), lambda row: row, "name"),
        Column(_("Country or party"), lambda row: row.party, "party"),
        Column(_("Organisation"), lambda row: row.organisation and row.organisation.name, "text"),
        Column(_("Roles"), _roles),
    ),
    search=named,
    may_add=of_edition("participation.change_people"),
    changing="participation.change_people",
    subject=lambda edition, row: edition,
    add=_add_person,
    change=_change_person,
    remove=lambda actor, edition, row: services.remove_person(actor=actor, edition=edition, person=row),
    panels=_of_person,
    history=_history,
    needing=_needing,
    own=(Participation,),
)
PARTICIPATIONS = Kind(
    app="participation",
    name="participation",
    plural="participations",
    title=_("Participation"),
    titles=_("Participations"),
    new=_("A further role"),
    tabs=TABS,
    rows=queries.stays,
    form=ParticipationForm,
    columns=(
        Column(_("Name"), lambda row: row.person, "name"),
        Column(_("Role"), lambda row: row.get_role_display()),
        Column(_("Delegation"), lambda row: row.delegation and row.delegation.party, "party"),
        Column(_("Answer"), lambda row: row.get_state_display(), "chip"),
    ),
    lookup="pk",
    search=queries.of_named,
    may_add=of_edition("participation.change_people"),
    initial=lambda edition, asked: {"person": asked.get("person", "")},
    changing="participation.change_people",
    add=_add_participation,
    change=_change_participation,
    remove=removes(services.remove_participation, "participation"),
    needing=lambda edition, row: [],
)
KINDS = (PEOPLE, PARTICIPATIONS)
