from django.conf import settings
from django.db import models


class Attempt(models.Model):
    """One password or code given at the door. Written as failed before it is tried, so that none goes uncounted.

    What was typed as a name is never kept: people type their password there. `mark` is a keyed digest of it, or of
    the account that it belongs to.
    """

    at = models.DateTimeField()
    mark = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="attempts")
    address = models.GenericIPAddressField(null=True)
    succeeded = models.BooleanField(default=False)
    # No longer counts against the account: its holder came in, or an administrator opened the door again.
    forgiven = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["mark", "-at"],
                name="attempt_failed_by_mark",
                condition=models.Q(succeeded=False, forgiven=False),
            ),
            models.Index(
                fields=["address", "-at"],
                name="attempt_failed_by_address",
                condition=models.Q(succeeded=False),
            ),
            models.Index(fields=["user", "-at"], name="attempt_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'in' if self.succeeded else 'out'}"
