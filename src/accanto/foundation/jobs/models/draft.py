from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What somebody typed and has not registered yet; kept until it is registered or thrown away."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once_per_user_and_key")]

    def __str__(self) -> str:
        return self.key
