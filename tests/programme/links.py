"""What tests of personal links have in common: addresses, and people who can be written to."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from tests.worlds import World

from serai.core.actors import OPERATOR
from serai.core.models import User
from serai.participation.links import new_link, token_of
from serai.participation.models import LinkPurpose, Mail, PersonalLink
from serai.parties.models import Person
from serai.programme import services
from serai.programme.models import ContributionMember, MemberState


def address(link: PersonalLink, language: str = "en") -> str:
    """Where a link leads, as a mail has it."""
    place = "speak" if link.purpose == LinkPurpose.SPEAKER else "my"
    return f"http://testserver/{language}/{place}/{token_of(link)}/"


def give_account(person: Person, email: str | None = None) -> User:
    """An account, so that the person can be written to."""
    user = User.objects.create_user(email or f"{person.key}@example.org")
    person.user = user
    person.save()
    return user


def invite(world: World, *keys: str, **options: Any) -> Any:
    """Ask some people of the world, as the operator."""
    people = [world.people[key] for key in keys]
    return services.invite_speakers(
        actor=OPERATOR, edition=world.edition, people=people, address=address, **options
    )


def unask(world: World, *keys: str) -> None:
    """Make people of those who agreed ones who are only planned."""
    people = [world.people[key] for key in keys]
    ContributionMember.objects.filter(person__in=people).update(state=MemberState.PLANNED)


def link_of(world: World, key: str, purpose: LinkPurpose = LinkPurpose.SPEAKER) -> PersonalLink:
    """A link of one person, made if there is none."""
    person = world.people[key]
    found = PersonalLink.objects.filter(edition=world.edition, person=person, purpose=purpose).first()
    if found is None:
        found = new_link(world.edition, person, purpose)
        found.save()
    return found


def page_of(link: PersonalLink, language: str = "en") -> str:
    """The path of a link's page."""
    return address(link, language).removeprefix("http://testserver")


def path_in(mail: Mail) -> str:
    """The path of the page that a mail leads to."""
    found = re.search(r"http://testserver(/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def role_key(world: World, contribution: str, person: str) -> str:
    """What the page calls somebody's role in a contribution."""
    member = ContributionMember.objects.get(
        contribution=world.contributions[contribution], person=world.people[person]
    )
    return f"c{member.pk}"


def holder(link: PersonalLink) -> Client:
    """A browser to which the link is kept."""
    client = Client()
    response = client.post(f"{page_of(link)}claim/")
    assert response.status_code == 302
    return client
