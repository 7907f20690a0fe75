from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models

from accanto.territory.staff.access import Access, access_of


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do follows from dated role grants, never from flags on this row."""

    username = models.CharField(max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    email = models.EmailField(blank=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    # By which the body's own log-in (SPID, CIE) is known to be this person's.
    fiscal_code = models.CharField(max_length=16, blank=True)
    # Somebody else has seen the present password: an administrator gave it.
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_email_once", condition=~models.Q(email="")),
            models.UniqueConstraint(
                fields=["fiscal_code"], name="user_fiscal_code_once", condition=~models.Q(fiscal_code="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @cached_property
    def access(self) -> Access:
        """Roles, permissions and offices in force now; one query, once per request."""
        return access_of(self.pk)

    @property
    def subtitle(self) -> str:
        return self.access.subtitle

    def may(self, permission: str) -> bool:
        return permission in self.access.permissions
