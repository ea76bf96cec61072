"""What people do with who takes part; one module per noun, callers need not know which."""

from serai.participation.services.participations import (
    add_participation,
    change_participation,
    remove_participation,
)
from serai.participation.services.people import add_person, change_person, remove_person

__all__ = [
    "add_participation",
    "add_person",
    "change_participation",
    "change_person",
    "remove_participation",
    "remove_person",
]
