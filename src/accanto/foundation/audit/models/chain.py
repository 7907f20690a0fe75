from django.db import models

from accanto.foundation.audit.enums import RecordKind


class Link(models.Model):
    """One record sealed into the chain: its digest, and a hash over it and over the link before.

    Numbers have no gaps. hash = sha256(hash before ‖ number ‖ kind ‖ record ‖ digest); see `chain.py`.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.PositiveSmallIntegerField(choices=RecordKind.choices)
    record = models.BigIntegerField()
    digest = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="record_sealed_once")]

    def __str__(self) -> str:
        return str(self.number)


class Seal(models.Model):
    """One run of the sealing: up to which link, and the oldest transaction that was still running then."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    number = models.BigIntegerField()
    horizon = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
