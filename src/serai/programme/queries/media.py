"""Reads of files that people sent: whose portrait, and which slides."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from serai.core.access import may, require, visible
from serai.core.actors import PUBLIC, Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition
from serai.parties.models import Person
from serai.programme.models import Contribution, Slides
from serai.programme.queries import released


def portrait(actor: Actor, name: str) -> tuple[FieldFile, bool]:
    """A portrait by its file's name, and whether the public may see whose it is."""
    person = Person.objects.filter(portrait=f"portraits/{name}").first()
    if person is None:
        raise NotVisible
    rows = list(person.participations.select_related("edition", "person"))
    if any(_is_named(row.edition, person) for row in rows):
        return person.portrait, True
    if any(may(actor, "participation.view_participation", row) for row in rows):
        return person.portrait, False
    raise NotVisible


def _is_named(edition: Edition, person: Person) -> bool:
    """Whether the edition's public programme names the person."""
    release = released.latest_release(PUBLIC, edition)
    return release is not None and released.people(PUBLIC, release).filter(pk=person.pk).exists()


def slides_of(actor: Actor, contribution: Contribution) -> QuerySet[Slides]:
    """The files of a contribution that the actor may download."""
    return visible(actor, "programme.view_slides", contribution.slides.all())


def public_slides(actor: Actor, edition: Edition) -> QuerySet[Slides]:
    """The public files of all contributions that the actor may see."""
    rows = Slides.objects.filter(contribution__edition=edition, is_public=True)
    return visible(actor, "programme.view_slides", rows)


def slides(actor: Actor, edition: Edition, pk: int) -> Slides:
    """One file of slides, if the actor may see it."""
    found = Slides.objects.select_related("contribution__activity__edition").filter(pk=pk).first()
    if found is None or found.contribution.edition_id != edition.pk:
        raise NotVisible
    require(actor, "programme.view_slides", found)
    return found
