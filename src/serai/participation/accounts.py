"""Accounts of those who take part, made from the e-mail addresses in people.csv."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from serai.core.models import User
from serai.core.tables import Item, Outcome, TableResult
from serai.core.tables.upserts import BATCH, chunks
from serai.participation.models import Participation
from serai.participation.rules import PRESENT
from serai.parties.models import Person


@dataclass(frozen=True, slots=True)
class Account:
    """A person who takes part and gets an account by an address."""

    person: str
    email: str


def wanted_accounts(outcome: Outcome, *, may_link_others: bool) -> list[Account]:
    """The accounts to make or link; addresses that belong to somebody else are noted as errors.

    An account that a person has is never changed here, and unless `may_link_others` nobody gets one who
    takes part in another edition: it would open that edition to whoever wrote this file.
    """
    present = {
        participation["person"]
        for participation in outcome["participations"].values()
        if participation["state"] in PRESENT
    }
    with_email = {
        identity[0]: (item, row["email"]) for identity, item, row in outcome.given("people") if row["email"]
    }
    _check_addresses(outcome, with_email.values())
    asked = {key: entry for key, entry in with_email.items() if (key,) in present}
    users = _by_chunks(User, "email__in", [email for _item, email in asked.values()], "email", "person__key")
    people = _by_chunks(Person, "key__in", asked, "key", "user__email")
    elsewhere = set() if may_link_others else _elsewhere(asked, outcome.edition_id)
    accounts = []
    for key, (item, email) in asked.items():
        if people.get(key):
            if people[key] != email:
                _say_kept(outcome, item, people[key])
        elif users.get(email):
            _refuse(
                outcome,
                item,
                _("The address belongs to the account of “%(key)s”.") % {"key": users[email]},
                _("Leave the cell blank, or give another address."),
            )
        elif key in elsewhere:
            _refuse(
                outcome,
                item,
                _("This person takes part in other editions too and has no account yet."),
                _("Leave the cell blank, or ask whoever runs this installation to load the folder."),
            )
        else:
            accounts.append(Account(key, email))
    return accounts


def _check_addresses(outcome: Outcome, entries: Iterable[tuple[Item, str]]) -> None:
    """Note addresses that two rows give."""
    first: dict[str, Item] = {}
    for item, email in entries:
        if email in first:
            row = first[email].row
            outcome.error(
                "email_twice",
                item,
                "email",
                _("Row %(row)d has the same address.") % {"row": row.number if row else 0},
                _("Give each person an address of their own, or leave one blank."),
            )
        first.setdefault(email, item)


def _say_kept(outcome: Outcome, item: Item, address: str) -> None:
    outcome.warn(
        "account_kept",
        item,
        "email",
        _("This person's account keeps its address, %(address)s.") % {"address": address},
        _("Only its owner can change it."),
    )


def _refuse(outcome: Outcome, item: Item, message: str, remedy: str) -> None:
    outcome.error("account_refused", item, "email", message, remedy)


def _elsewhere(people: Iterable[str], edition: int | None) -> set[str]:
    """Those of the people who take part in other editions."""
    found: set[str] = set()
    for chunk in chunks(people):
        others = Participation.objects.filter(person__key__in=chunk).exclude(edition=edition)
        found.update(others.values_list("person__key", flat=True))
    return found


def _by_chunks(model: Any, lookup: str, values: Iterable[str], key: str, value: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for chunk in chunks(values):
        found.update(model.objects.filter(**{lookup: chunk}).values_list(key, value))
    return found


def compare_accounts(accounts: list[Account]) -> TableResult:
    """What making the accounts changes."""
    return TableResult("accounts", new=tuple(account.person for account in accounts))


def write_accounts(accounts: list[Account]) -> None:
    """Make the missing accounts, which can be entered by link only, and link them to their people."""
    emails = [account.email for account in accounts]
    known = set(_by_chunks(User, "email__in", emails, "email", "pk"))
    made = [
        User(email=account.email, password=make_password(None))
        for account in accounts
        if account.email not in known
    ]
    User.objects.bulk_create(made, batch_size=BATCH)
    users = _by_chunks(User, "email__in", emails, "email", "pk")
    people = _by_chunks(Person, "key__in", [account.person for account in accounts], "key", "pk")
    linked = [Person(pk=people[account.person], user_id=users[account.email]) for account in accounts]
    Person.objects.bulk_update(linked, ["user"], batch_size=BATCH)
