"""All tables of an edition, and where their rows go: each app says in its `importing.py` what it reads."""

from __future__ import annotations

from serai.core.tables import Table, Target
from serai.editions import importing as editions
from serai.participation import importing as participation
from serai.parties import importing as parties
from serai.programme import importing as programme

# In this order rows are written: each names only rows of targets before it.
TARGETS: tuple[Target, ...] = (
    *(target for target in parties.TARGETS),
    *(target for target in editions.TARGETS),
    *(target for target in participation.TARGETS),
    *(target for target in programme.TARGETS),
)
TABLES: tuple[Table, ...] = (
    editions.SOURCES,
    parties.PARTIES,
    parties.ORGANISATIONS,
    parties.PEOPLE,
    editions.HOSTS,
    editions.PERIODS,
    editions.ROOMS,
    participation.PARTICIPATIONS,
    programme.SECTIONS,
    programme.ACTIVITIES,
    programme.CONTRIBUTIONS,
    programme.PEOPLE_ROLES,
)
CHECKS = (parties.check, editions.check, participation.check, programme.check)
NEEDED = ("periods", "rooms", "activities")  # without these there is nothing to plan
# The ways from rows that editions share to the editions that show them.
SHOWN_BY = {
    "parties": ("delegations__edition", "hosted_editions", "person__participations__edition"),
    "organisations": ("person__participations__edition",),
    "people": ("participations__edition",),
    "series": ("editions",),
}
