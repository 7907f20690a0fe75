"""The one place where the time is read; views, jobs and commands pass it on."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in the zone's time; tests may move it through a file."""
    if settings.CLOCK_FILE:
        moved = Path(settings.CLOCK_FILE)
        if moved.exists() and (text := moved.read_text().strip()):
            return datetime.fromisoformat(text).astimezone(timezone.get_default_timezone())
    return timezone.localtime()


def today() -> date:
    return now().date()
