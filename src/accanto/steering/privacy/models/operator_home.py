from django.conf import settings
from django.db import models


class OperatorHome(models.Model):
    """What the body knows of an operator as a person, to recognise relatives and neighbours among who is opened.

    Given by the operator, seen by the privacy officer alone; either part may be missing.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="home"
    )
    codice_fiscale = models.CharField(max_length=16, blank=True)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)
