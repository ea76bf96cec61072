"""How plans and runs are shown: sentences with links to what they name, figures, durations."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal
from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from serai.core.text import locale_of
from serai.editions.models import Edition
from serai.programme.models import Plan
from serai.programme.planning import Elsewhere, Part, PlanReport, Sentence, Wording
from serai.programme.planning.report import Group
from serai.programme.showing.addresses import address_of
from serai.programme.showing.runs import minutes

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
    address = address_of(edition, part, plan or None)
    if not address:
        return format_html("<bdi>{}</bdi>", part.text)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, part.text)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """An item and its two places in words."""

    name: Part
    one: str
    other: str


@register.simple_tag
def place_words(wording: Wording, item: Elsewhere) -> PlaceWords:
    """What is placed differently, and where."""
    return PlaceWords(wording.named(item.id), wording.place(item.one), wording.place(item.other))


@register.filter
def hard_groups(report: PlanReport, shown: int) -> list[Group]:
    """What is in the way of a release, rule by rule."""
    return report.hard_groups(shown)


@register.filter
def soft_groups(report: PlanReport, shown: int) -> list[Group]:
    """What the plan gives up, rule by rule."""
    return report.soft_groups(shown)


@register.filter
def figure(value: int | None) -> str:
    """A number, or a dash where there is none."""
    if value is None:
        return "–"
    return str(format_decimal(value, locale=locale_of(get_language() or "en"), numbering_system="latn"))


@register.filter
def percent(share: float | None) -> str:
    """A share in percent, or a dash."""
    return "–" if share is None else f"{100 * share:.1f} %"


@register.filter
def clock_time(seconds: float | None) -> str:
    """Seconds as minutes and seconds: 1:05."""
    return "–" if seconds is None else f"\u2066{minutes(seconds)}\u2069"
