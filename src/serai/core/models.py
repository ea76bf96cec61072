"""Accounts, sign-in links and the audit trail."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None) -> User:
        """Make an account; without a password it can only be entered by link."""
        user = self.model(email=self.normalize_email(email))
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do in an edition follows from its person's participations, never from flags.

    Only before there is an edition to take part in, `opens_editions` says who may open one.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    opens_editions = models.BooleanField(default=False)  # granted by the operator to whoever hosts here first
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class SignInLink(models.Model):
    """A link that signs one account in once; only the hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    reusable = models.BooleanField(default=False)  # the demo link only

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}"


class AuditEntry(models.Model):
    """One service call that changed something: who, what, on which subject, before and after."""

    at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=16)
    actor_user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    actor_label = models.CharField(max_length=254)
    service = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.service} {self.subject_type} {self.subject_id}"


class IdempotencyKey(models.Model):
    """What a program sent with a request that creates, and the answer, so that asking twice does once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer: models.JSONField[Any, Any] = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_per_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.key}"


class Retirable(models.Model):
    """A row that plans and releases of the past name: it can be taken out of use, but not out of them."""

    is_retired = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Provenance(models.TextChoices):
    """Where a row comes from; shown wherever it isn't the host's own entry."""

    ENTERED = "entered", _("entered by the host")
    SOURCED = "sourced", _("from a published source")
    GENERATED = "generated", _("generated for the example")


class Marked(Protocol):
    """Whatever carries a mark if it was made up for an example, a row or what was read of one."""

    @property
    def is_generated(self) -> bool: ...


class Sourced(models.Model):
    """A row that says where it comes from."""

    provenance = models.CharField(max_length=16, choices=Provenance, default=Provenance.ENTERED)
    sources: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # [{url, date, note}]

    class Meta:
        abstract = True

    @property
    def is_generated(self) -> bool:
        return self.provenance == Provenance.GENERATED
