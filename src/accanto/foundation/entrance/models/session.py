from django.conf import settings
from django.db import models

from accanto.foundation.entrance.enums import EndReason, EntryWay


class EntrySession(models.Model):
    """Somebody is, or was, logged in from a device. The row stays when the session ends and says why it did."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entry_sessions")
    # Of Django's own session row, which holds the rest; emptied at the end.
    key = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=12, choices=EntryWay.choices)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    # What the body's provider calls this session: it may ask us to close it.
    provider_session = models.CharField(max_length=255, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=14, choices=EndReason.choices, blank=True)

    class Meta:
        ordering = ["-last_seen_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="session_ended_with_a_reason",
                condition=models.Q(ended_at=None, end_reason="")
                | models.Q(ended_at__isnull=False, key="") & ~models.Q(end_reason=""),
            ),
            models.UniqueConstraint(fields=["key"], name="session_key_once", condition=~models.Q(key="")),
        ]
        indexes = [
            models.Index(
                fields=["user", "-last_seen_at"],
                name="session_open_of_user",
                condition=models.Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d %H:%M}"
