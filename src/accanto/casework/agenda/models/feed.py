from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """A secret address at which a calendar program reads one's own agenda; the secret itself is never kept.

    `digest` is the SHA-256 of the whole secret (256 bits by chance: there is nothing to guess slowly).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    with_initials = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="one_calendar_address", condition=Q(revoked_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.prefix}"
