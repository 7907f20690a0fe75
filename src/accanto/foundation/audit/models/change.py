from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from accanto.foundation.audit.enums import Operation


class Change(models.Model):
    """One row that was written, told by the database itself (`sql/history.sql`); no code of ours can write here.

    `before` and `after` hold what changed and nothing else: a new row whole, an old row whole, of a change the columns
    that changed. `content` is their digest with `salt`: where the words must go (erasure), both texts and the salt are
    emptied and the record still proves when who touched which row. `xid` is the transaction.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    xid = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=40, blank=True)
    operation = models.CharField(max_length=1, choices=Operation.choices)
    person = models.UUIDField(null=True)
    context = models.UUIDField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    salt = models.UUIDField(null=True)
    content = models.BinaryField()
    actor = models.IntegerField(null=True)
    role = models.CharField(max_length=63, help_text="role that was connected to the database")
    request = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    purpose = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            BrinIndex(fields=["xid"], name="change_xid", autosummarize=True, pages_per_range=32),
            models.Index(fields=["row_key"], name="change_row"),
            models.Index(fields=["context", "id"], name="change_context", condition=Q(context__isnull=False)),
            models.Index(fields=["person", "id"], name="change_person", condition=Q(person__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_key}"
