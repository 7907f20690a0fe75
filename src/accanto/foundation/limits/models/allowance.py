from django.db import models


class Allowance(models.Model):
    """How much of a limit somebody has used: one row for each account or address and limit.

    `full_at` is when everything is given back. The table is UNLOGGED: it costs little, and a crash forgives everybody.
    `who` is `u` and the account's number, or `a` and a keyed mark of the address, which cannot be turned back.
    """

    kind = models.CharField(max_length=20)
    who = models.CharField(max_length=40)
    full_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "who"], name="allowance_of_one")]

    def __str__(self) -> str:
        return f"{self.kind} {self.who}"
