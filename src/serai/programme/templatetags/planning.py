"""Sentences about plans with links to what they name."""

from __future__ import annotations

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from serai.editions.models import Edition
from serai.programme.models import Plan
from serai.programme.planning import Part, PlanReport, Sentence
from serai.programme.planning.report import Group
from serai.programme.showing.addresses import address_of

register = Library()


@register.simple_tag
def sentence(value: Sentence, edition: Edition, plan: Plan | None = None) -> SafeString:
    """The sentence in its parts; each thing that has a page is a link to it, and keeps its own direction."""
    return format_html_join("", "{}", ((linked(part, edition, plan),) for part in value.parts))


@register.simple_tag
def linked(part: Part, edition: Edition, plan: Plan | None = None) -> str:
    """A part of a sentence, as a link if it has a page."""
    if not part.kind:
        return part.text
    address = address_of(edition, part, plan)
    if not address:
        return format_html("<bdi>{}</bdi>", part.text)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, part.text)


@register.filter
def hard_groups(report: PlanReport, shown: int) -> list[Group]:
    """What is in the way of a release, rule by rule."""
    return report.hard_groups(shown)


@register.filter
def soft_groups(report: PlanReport, shown: int) -> list[Group]:
    """What the plan gives up, rule by rule."""
    return report.soft_groups(shown)
