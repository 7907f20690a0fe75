"""A moment as it is written on the wall, also in the nights in which the clocks change."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _


class MomentField(forms.DateTimeField):
    """Of an hour that comes twice in autumn the first is meant: a term may end too early, never too late. One that in
    spring does not exist is refused."""

    default_error_messages = {
        "invalid": _("Write day and hour, for example 23/11/2026 and 14:30."),
        "skipped": _(
            "That night the clocks went forward and this hour did not exist: write the hour after it."
        ),
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        naive = value if isinstance(value, datetime) else _parsed(str(value))
        if naive is None or not 1990 <= naive.year <= 2069:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if timezone.is_aware(naive):
            return naive
        zone = timezone.get_default_timezone()
        moment = naive.replace(tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return moment


def _parsed(text: str) -> datetime | None:
    try:
        return parse_datetime(text.strip())
    except ValueError:
        return None
