from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """A form that was taken, by the token it was drawn with: sent again within a day, it is not taken twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, help_text="Of what was written in it.")
    led_to = models.TextField(blank=True, help_text="Where its answer sent; empty while it is being taken.")
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="sent_form_once")]

    def __str__(self) -> str:
        return self.token
