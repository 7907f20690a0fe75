from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.assessment.instruments import instrument_files, load_instrument
from accanto.casework.assessment.models import InstrumentVersion
from accanto.core.errors import OperationRefused


class PublishedIsImmutable(OperationRefused):
    """A published file was edited: its change belongs in a new version."""


@transaction.atomic
def publish_instruments(*, at: datetime, files: list[Path] | None = None) -> list[InstrumentVersion]:
    """Make the versions in `data/instruments/` usable; returns those that are new. Asking twice changes nothing.

    :raises InstrumentFileError: a file does not follow the schema.
    :raises PublishedIsImmutable: a published file is no longer what it was; nothing is published.
    """
    new = []
    for path in files if files is not None else instrument_files():
        instrument = load_instrument(path)
        row, created = InstrumentVersion.objects.get_or_create(
            code=instrument.code,
            version=instrument.version,
            defaults={"sha256": instrument.sha256, "published_on": timezone.localtime(at).date()},
        )
        if row.sha256 != instrument.sha256:
            raise PublishedIsImmutable(
                _(
                    "%(instrument)s was published with other content: put the file back and write version %(next)s."
                )
                % {"instrument": row, "next": row.version + 1}
            )
        if created:
            new.append(row)
    return new
