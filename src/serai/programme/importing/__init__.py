"""What the edition folder says of the programme: sections, activities, contributions, people's roles."""

from serai.programme.importing.checks import check
from serai.programme.importing.tables import ACTIVITIES, CONTRIBUTIONS, PEOPLE_ROLES, SECTIONS, TARGETS

__all__ = ["ACTIVITIES", "CONTRIBUTIONS", "PEOPLE_ROLES", "SECTIONS", "TARGETS", "check"]
