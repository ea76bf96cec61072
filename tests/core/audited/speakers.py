"""Services of asking speakers, and of what speakers hand in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access_world import World
from tests.core.audited.links import address, own

from serai.programme import services
from serai.programme.models import Contribution, ContributionMember, MemberState, Slides

PDF = b"%PDF-1.7\n%%EOF\n"


def own_member(world: World) -> ContributionMember:
    """The secretariat is asked to speak itself."""
    return ContributionMember.objects.create(
        contribution=world["contribution:public"],
        person=world.people["secretariat"],
        role="speaker",
        state=MemberState.INVITED,
    )


def own_contribution(world: World) -> Contribution:
    return own_member(world).contribution


def file() -> Any:
    return SimpleUploadedFile("slides.pdf", PDF)


def own_slides(world: World) -> Slides:
    return services.add_slides(
        actor=world.actors["secretariat"], contribution=own_contribution(world), file=file()
    )


CALLS = {
    "programme.services.invitations.invite_speakers": (
        lambda world: [world.people["speaker"]],
        lambda world, actor, people: services.invite_speakers(
            actor=actor, edition=world.edition, people=people, address=address, again=True
        ),
    ),
    "programme.services.invitations.remind_speakers": (
        lambda world: [world.people["speaker"]],
        lambda world, actor, people: services.remind_speakers(
            actor=actor, edition=world.edition, people=people, address=address, force=True
        ),
    ),
    "programme.services.invitations.answer_invitation": (
        own_member,
        lambda world, actor, member: services.answer_invitation(
            actor=actor, participation=own(world), member=member, accept=True
        ),
    ),
    "programme.services.invitations.set_answer": (
        own_member,
        lambda world, actor, member: services.set_answer(
            actor=actor, member=member, state=MemberState.DECLINED
        ),
    ),
    "programme.services.own.change_own_contribution": (
        own_contribution,
        lambda world, actor, row: services.change_own_contribution(
            actor=actor, contribution=row, title={"en": "Mine"}, abstract={}
        ),
    ),
    "programme.services.slides.add_slides": (
        own_contribution,
        lambda world, actor, row: services.add_slides(actor=actor, contribution=row, file=file()),
    ),
    "programme.services.slides.show_slides": (
        own_slides,
        lambda world, actor, row: services.show_slides(actor=actor, slides=row, is_public=True),
    ),
    "programme.services.slides.remove_slides": (
        own_slides,
        lambda world, actor, row: services.remove_slides(actor=actor, slides=row),
    ),
    "programme.services.agendas.tell_agenda": (
        own_member,
        lambda world, actor, member: services.tell_agenda(actor=actor, participation=own(world)),
    ),
}
