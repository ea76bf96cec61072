"""Sections, activities and contributions, as the desk lists and edits them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from serai.core.access import may
from serai.core.actors import Actor
from serai.editions.desk.kind import Column, Kind, adds, changes, of_edition, removes
from serai.editions.models import Edition
from serai.programme import services
from serai.programme.checks import odd_about_activity, odd_about_contribution
from serai.programme.desk.forms import (
    ACTIVITY_ROLES,
    CONTRIBUTION_ROLES,
    ActivityForm,
    ContributionForm,
    MemberForm,
    SectionForm,
)
from serai.programme.models import (
    Activity,
    ActivityMember,
    Contribution,
    ContributionMember,
    FixedCell,
    MemberState,
)
from serai.programme.queries import editing

TABS = (
    ("programme:activities", _("Activities")),
    ("programme:contributions", _("Contributions")),
    ("programme:sections", _("Sections")),
)


def _may_add_contribution(actor: Actor, edition: Edition) -> bool:
    return editing.activities(actor, edition).filter(minutes=None).exists()


def _within(edition: Edition, asked: Mapping[str, str]) -> dict[str, Any]:
    """A new contribution in the activity that the address names, as long as the one before it."""
    activity = edition.activities.filter(key=asked.get("activity", ""), is_retired=False).first()
    last = activity.contributions.last() if activity else None
    found: dict[str, Any] = {"activity": activity.pk} if activity else {}
    return found | ({"minutes": last.minutes, "language": last.language} if last else {})


def _length(activity: Activity) -> str:
    if activity.minutes:
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", activity.minutes) % {
            "minutes": activity.minutes
        }
    held: int = activity.held  # type: ignore[attr-defined]
    return (
        ngettext("%(count)d contribution", "%(count)d contributions", held) % {"count": held} if held else ""
    )


def _speakers(talk: Contribution) -> str:
    speakers: list[ContributionMember] = talk.speakers  # type: ignore[attr-defined]
    return " · ".join(member.person.name_in(get_language() or "en") for member in speakers)


def _of_activity(actor: Actor, edition: Edition, activity: Activity) -> dict[str, Any]:
    """The people of an activity, and its contributions."""
    people = _members(actor, edition, activity, editing.activity_members(actor, activity), ACTIVITY_ROLES)
    talks = editing.contributions(actor, edition).filter(activity=activity)
    return {
        "people": people | {"title": _("Chairs and who must attend"), "kind": "activity"},
        "talks": list(talks),
        "takes_talks": not activity.minutes,
        "panels": ["programme/desk/_members.html", "programme/desk/_talks.html"],
    }


def _of_contribution(actor: Actor, edition: Edition, talk: Contribution) -> dict[str, Any]:
    """The people of a contribution."""
    people = _members(actor, edition, talk, editing.contribution_members(actor, talk), CONTRIBUTION_ROLES)
    return {
        "people": people | {"title": _("Speakers and who else is needed"), "kind": "contribution"},
        "panels": ["programme/desk/_members.html"],
    }


def _members(actor: Actor, edition: Edition, owner: Any, members: Any, roles: list[Any]) -> dict[str, Any]:
    return {
        "owner": owner,
        "members": list(members),
        "form": MemberForm(actor, edition, roles),
        "states": MemberState.choices,
        "may_add_people": may(actor, "participation.change_people", edition),
    }


SECTIONS = Kind(
    app="programme",
    name="section",
    plural="sections",
    title=_("Section"),
    titles=_("Sections"),
    new=_("New section"),
    intro=_("The parts into which the public programme is divided, each with its colour."),
    tabs=TABS,
    rows=editing.sections,
    form=SectionForm,
    columns=(
        Column(_("Title"), lambda row: row.title, "text"),
        Column(_("Kind"), lambda row: row.get_kind_display()),
        Column(_("Place in the order"), lambda row: row.number, "number"),
    ),
    may_add=of_edition("programme.change_programme"),
    changing="programme.change_programme",
    add=adds(services.add_section),
    change=changes(services.change_section, "section"),
    remove=removes(services.remove_section, "section"),
)
ACTIVITIES = Kind(
    app="programme",
    name="activity",
    plural="activities",
    title=_("Activity"),
    titles=_("Activities"),
    new=_("New activity"),
    intro=_(
        "Forums, ceremonies, roundtables, exhibitions: each holds contributions, or is one block itself."
    ),
    tabs=TABS,
    rows=editing.activities,
    form=ActivityForm,
    columns=(
        Column(_("Title"), lambda row: row.title, "text"),
        Column(_("Section"), lambda row: row.section and row.section.title, "text"),
        Column(_("Length"), _length),
        Column(_("Audience"), lambda row: row.audience or None, "number"),
        Column(_("Who sees it"), lambda row: row.get_visibility_display(), "chip"),
    ),
    search=editing.called,
    may_add=of_edition("programme.change_programme"),
    changing="programme.change_activity",
    subject=lambda edition, row: row,
    removing="programme.change_programme",
    add=adds(services.add_activity),
    change=changes(services.change_activity, "activity"),
    remove=removes(services.remove_activity, "activity"),
    panels=_of_activity,
    odd=odd_about_activity,
    own=(ActivityMember, FixedCell),
)
CONTRIBUTIONS = Kind(
    app="programme",
    name="contribution",
    plural="contributions",
    title=_("Contribution"),
    titles=_("Contributions"),
    new=_("New contribution"),
    intro=_("Talks, addresses, statements and pitches within the activities."),
    tabs=TABS,
    rows=editing.contributions,
    form=ContributionForm,
    columns=(
        Column(_("Title"), lambda row: row.title, "text"),
        Column(_("Speakers"), _speakers),
        Column(_("Activity"), lambda row: row.activity.title, "text"),
        Column(_("Minutes"), lambda row: row.minutes, "number"),
    ),
    search=editing.titled,
    may_add=_may_add_contribution,
    initial=_within,
    changing="programme.change_contribution",
    subject=lambda edition, row: row,
    add=adds(services.add_contribution),
    change=changes(services.change_contribution, "contribution"),
    remove=removes(services.remove_contribution, "contribution"),
    panels=_of_contribution,
    odd=odd_about_contribution,
    own=(ContributionMember,),
)
KINDS = (SECTIONS, ACTIVITIES, CONTRIBUTIONS)
