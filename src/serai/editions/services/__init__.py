"""What people do with editions; one module per noun, callers need not know which."""

from serai.editions.services.announcements import (
    announce,
    change_announcement,
    end_announcement,
    remove_announcement,
)

__all__ = ["announce", "change_announcement", "end_announcement", "remove_announcement"]
