"""What can be wrong with a programme in files, beyond single cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import Identity, Item, Outcome, suggestion
from serai.editions.importing import Clock, clock
from serai.editions.models import PeriodKind
from serai.participation.rules import PRESENT
from serai.programme.models import ActivityRole, ContributionRole, Placement
from serai.programme.planning.weights import hard_rules, soft_rules


def check(outcome: Outcome) -> None:
    """Note what is wrong with activities, contributions and roles."""
    held = defaultdict(list)
    for contribution in outcome["contributions"].values():
        held[contribution["activity"]].append(contribution)
    for identity, activity, _row in outcome.given("activities"):
        _check_kind(outcome, activity, held[identity])
        _check_fixed_cells(outcome, activity)
        if activity["minutes"]:
            _check_length(outcome, activity, activity)
    _check_shared_cells(outcome)
    _check_weights(outcome)
    _check_circles(outcome)
    _check_contributions(outcome)
    _check_roles(outcome)


def _check_kind(outcome: Outcome, activity: Item, contributions: list[Item]) -> None:
    """An activity holds contributions, or is one block, or fills whole periods."""
    if activity["minutes"] and contributions:
        outcome.error(
            "minutes_and_contributions",
            activity,
            "minutes",
            _("The activity has minutes of its own and contributions (%(count)d).")
            % {"count": len(contributions)},
            _("Leave minutes blank, or take the contributions out of contributions.csv."),
        )
    elif activity["minutes"] and activity["sessions_min"]:
        outcome.warn(
            "minutes_and_sessions",
            activity,
            "sessions",
            _("The activity has minutes of its own and a number of sessions."),
            _("Give minutes for one block shorter than a period, or sessions for whole periods."),
        )
    elif not (activity["minutes"] or activity["sessions_min"] or activity["fixed"] or contributions):
        outcome.warn(
            "empty_activity",
            activity,
            "key",
            _("The activity has no contributions, minutes or sessions, so it won't be planned."),
            _("Give it one of them, or leave it for later."),
        )
    if activity["sessions_max"] and len(activity["fixed"] or ()) > activity["sessions_max"]:
        outcome.error(
            "more_fixed_than_sessions",
            activity,
            "fixed",
            _("More cells are fixed than the activity has sessions."),
            _("Raise the number of sessions to %(count)d, or fix fewer cells.")
            % {"count": len(activity["fixed"])},
        )


def _check_fixed_cells(outcome: Outcome, activity: Item) -> None:
    for period, room in activity["fixed"] or ():
        stored = outcome["rooms"].get(room)
        if stored is not None and (period,) in (stored["closed"] or ()):
            _warn_closed(outcome, activity, "fixed", period, room)


def _check_shared_cells(outcome: Outcome) -> None:
    """Warn of two activities that must hold the same room in the same period."""
    holders: dict[tuple[Identity, Identity], Identity] = {}
    for identity, activity in outcome["activities"].items():
        for cell in activity["fixed"] or ():
            first = holders.setdefault(cell, identity)
            if first != identity and (activity.row or outcome["activities"][first].row):
                outcome.warn(
                    "cell_fixed_twice",
                    activity,
                    "fixed",
                    _("“%(other)s” is fixed in the same room and period.") % {"other": first[0]},
                    _("Only one activity can hold them; move one of the two."),
                    value="@".join(part for (part,) in cell),
                )


def _warn_closed(outcome: Outcome, item: Item, column: str, period: Identity, room: Identity) -> None:
    outcome.warn(
        "room_closed",
        item,
        column,
        _("Room “%(room)s” is closed in period “%(period)s”.") % {"room": room[0], "period": period[0]},
        _("Choose another room or period, or open the room in rooms.csv."),
    )


def _check_length(outcome: Outcome, item: Item, activity: Item | None) -> None:
    """Warn of what is longer than every period it may be in; the planner will leave it out."""
    named = [period for (period,) in (activity["periods"] if activity else None) or ()]
    lengths = [
        period["ends"] - period["starts"]
        for identity, period in outcome["periods"].items()
        if period["starts"]
        and period["ends"]
        and (identity in named if named else period["kind"] != PeriodKind.BREAK)
    ]
    longest = max(lengths, default=timedelta(0)) // timedelta(minutes=1)
    if lengths and item["minutes"] > longest:
        outcome.warn(
            "longer_than_periods",
            item,
            "minutes",
            _("This is longer than every period it may be in; the longest has %(minutes)d minutes.")
            % {"minutes": longest},
            _("Shorten it, or allow a longer period."),
        )


def _check_weights(outcome: Outcome) -> None:
    """Note weights of rules that there aren't, or that are always a must."""
    for _identity, edition, _row in outcome.given("edition"):
        for name, weight in (edition["weights"] or {}).items():
            if name in hard_rules() and weight is not None:
                outcome.error(
                    "hard_rule",
                    edition,
                    f"weights.{name}",
                    _("This rule is always a must."),
                    _("Take it out of the weights."),
                    weight,
                )
            elif name not in (*soft_rules(), *hard_rules()):
                outcome.error(
                    "unknown_rule",
                    edition,
                    f"weights.{name}",
                    _("There is no such rule."),
                    suggestion(name, soft_rules())
                    or _("Write one of: %(values)s.") % {"values": ", ".join(soft_rules())},
                )


def _check_circles(outcome: Outcome) -> None:
    """Note each circle of activities that wait for each other, in its order."""
    waits: dict[Identity, list[Identity]] = {
        identity: [first for (first,) in activity["after"] or ()]
        for identity, activity in outcome["activities"].items()
    }
    while circle := _circle(waits):
        first = min(range(len(circle)), key=lambda place: circle[place])
        circle = [*circle[first:], *circle[:first]]
        words = " → ".join(key for (key,) in [*circle, circle[0]])
        known = [outcome["activities"][identity] for identity in circle]
        place = next((item for item in known if item.row), known[0])
        outcome.error(
            "precedence_circle",
            place,
            "after",
            _("These activities wait for each other: %(circle)s.") % {"circle": words},
            _("Take one of them out of “after”."),
        )
        for identity in circle:
            waits[identity] = []


def _circle(waits: Mapping[Identity, Iterable[Identity]]) -> list[Identity]:
    """One circle, each activity followed by the one that waits for it; empty if there is none."""
    try:
        TopologicalSorter({key: list(firsts) for key, firsts in waits.items()}).prepare()
    except CycleError as error:
        return list(error.args[1][:-1])
    return []


def _check_contributions(outcome: Outcome) -> None:
    times = clock(outcome)
    released = _released(outcome.edition_id)
    for (key,), contribution in outcome["contributions"].items():
        if contribution.row is None and contribution["fixed_start"] and times:
            _check_still_fixed(outcome, key, contribution, times)
    for identity, contribution, _row in outcome.given("contributions"):
        if contribution["minutes"]:
            _check_length(outcome, contribution, outcome["activities"].get(contribution["activity"]))
        _check_fixed(outcome, contribution, times)
        before = released.get(identity[0])
        if before is not None and contribution["activity"] not in (None, (before,)):
            outcome.error(
                "released_elsewhere",
                contribution,
                "activity",
                _("A release has this contribution in activity “%(activity)s”.") % {"activity": before},
                _("Keep the activity, or give the contribution a new key."),
            )


def _released(edition: int | None) -> dict[str, str]:
    """The activity in which the edition's releases have each contribution, by keys."""
    rows = Placement.objects.filter(plan__release__edition=edition) if edition else Placement.objects.none()
    return dict(rows.values_list("contribution__key", "session__activity__key"))


def _around(outcome: Outcome, contribution: Item) -> list[Identity]:
    """The periods that hold the fixed time of a contribution."""
    start = contribution["fixed_start"]
    end = start + timedelta(minutes=contribution["minutes"])
    return [
        key
        for key, item in outcome["periods"].items()
        if item["starts"] and item["ends"] and item["starts"] <= start and end <= item["ends"]
    ]


def _check_still_fixed(outcome: Outcome, key: str, contribution: Item, times: Clock) -> None:
    """Note a period, or a raster, that would leave the fixed time of a stored contribution outside."""
    start, named = contribution["fixed_start"], contribution["fixed_period"]
    for _identity, period, _row in outcome.given("periods"):
        before = period.before
        held = before.get("starts") and before["starts"] <= start < before["ends"]
        around = _around(outcome, contribution)
        if held and (not around or (named and named not in around)):
            outcome.error(
                "fixed_outside_periods",
                period,
                "start" if period["starts"] and period["starts"] > start else "end",
                _("Contribution “%(key)s” is fixed at %(start)s, for %(minutes)d minutes, in this period.")
                % {"key": key, "start": times.local(start), "minutes": contribution["minutes"]},
                _("Keep that time within the period, or change fixed_start of the contribution first."),
            )
    for _identity, edition, _row in outcome.given("edition"):
        if not times.is_on_raster(start):
            outcome.error(
                "off_raster",
                edition,
                "slot_minutes",
                _("Contribution “%(key)s” is fixed at %(start)s, which isn't on this raster.")
                % {"key": key, "start": times.local(start)},
                _("Choose another raster, or change fixed_start of the contribution first."),
            )


def _check_fixed(outcome: Outcome, contribution: Item, times: Clock | None) -> None:
    """Note a fixed time that no period holds, and a fixed room that needs a time."""
    start, named, room = (contribution[name] for name in ("fixed_start", "fixed_period", "fixed_room"))
    period = named
    if named and named not in outcome["periods"]:
        return  # the key is unknown, which has been said
    if start and contribution["minutes"] and times:
        end = start + timedelta(minutes=contribution["minutes"])
        around = _around(outcome, contribution)
        if not around or (named and named not in around):
            outcome.error(
                "fixed_outside_periods",
                contribution,
                "fixed_start",
                _("The fixed time (%(start)s–%(end)s) isn't within %(period)s.")
                % {
                    "start": times.local(start),
                    "end": f"{end.astimezone(times.zone):%H:%M}",
                    "period": _("period “%(key)s”") % {"key": named[0]} if named else _("any period"),
                },
                _("Correct the time or the minutes, or add a period."),
            )
            return
        period = named or around[0]
        if not times.is_on_raster(start):
            outcome.error(
                "off_raster",
                contribution,
                "fixed_start",
                _("This isn't on the raster of %(minutes)d minutes.")
                % {"minutes": times.slot // timedelta(minutes=1)},
                _("Write a time on the raster, or change edition.slot_minutes."),
            )
    if room:
        _check_fixed_room(outcome, contribution, period, room)


def _check_fixed_room(outcome: Outcome, contribution: Item, period: Any, room: Any) -> None:
    """Note a fixed room that needs a time, and one that is closed then."""
    if period is None and contribution["fixed_start"] is None:
        outcome.error(
            "room_without_time",
            contribution,
            "fixed_room",
            _("A fixed room needs a fixed period or start."),
            _("Give fixed_period or fixed_start too, or name the room in “rooms” of the activity."),
        )
    stored = outcome["rooms"].get(room)
    if stored is not None and period is not None and (period,) in (stored["closed"] or ()):
        _warn_closed(outcome, contribution, "fixed_room", period, room)


def _check_roles(outcome: Outcome) -> None:
    """Note roles that stand nowhere or twice, of the wrong kind, or of people who don't take part."""
    states: dict[Any, set[str]] = defaultdict(set)
    for row in outcome.sheets["participations"].rows:
        if row.cells.get("role") and not row["role"]:
            states[(row["person"],)].update(PRESENT)  # the role can't be read, which has been said
    for participation in outcome["participations"].values():
        states[participation["person"]].add(participation["state"])
    sheet = outcome.sheets["people_roles"]
    for row in sheet.rows:
        item = Item({}, row, sheet)
        _check_subject(outcome, item)
        person = row["person"]
        if person and (person,) in outcome["people"]:
            _check_presence(outcome, item, person, states.get((person,), set()))


def _check_subject(outcome: Outcome, item: Item) -> None:
    row = item.row
    assert row is not None
    if bool(row["activity"]) == bool(row["contribution"]):
        if row.cells.get("activity") and row.cells.get("contribution"):
            message = _("The row names an activity and a contribution.")
        elif row.cells.get("activity") or row.cells.get("contribution"):
            return  # the key can't be read, which has been said
        else:
            message = _("The row names neither an activity nor a contribution.")
        outcome.error(
            "role_without_subject", item, "activity", message, _("Give exactly one of the two in each row.")
        )
    elif row["role"]:
        kind = ActivityRole if row["activity"] else ContributionRole
        if row["role"] not in kind.values:
            outcome.error(
                "role_of_other_kind",
                item,
                "role",
                _("An activity has no such role.")
                if row["activity"]
                else _("A contribution has no such role."),
                _("Write one of: %(values)s.") % {"values": ", ".join(kind.values)},
            )


def _check_presence(outcome: Outcome, item: Item, person: str, states: set[str]) -> None:
    if not states:
        outcome.error(
            "role_without_participation",
            item,
            "person",
            _("This person doesn't take part in the edition."),
            _("Add “%(person)s” to participations.csv, or correct the key.") % {"person": person},
        )
    elif not states & set(PRESENT):
        outcome.warn(
            "role_of_absent_person",
            item,
            "person",
            _("This person declined or withdrew, so nothing with them can be planned."),
            _("Give the role to somebody else, or correct the state in participations.csv."),
        )
