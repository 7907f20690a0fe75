"""Which forms were taken, so that none is taken twice. The caller's transaction is the one of what the form does."""

from datetime import datetime, timedelta

from django.db import models, transaction

from accanto.foundation.jobs.models import SentForm

KEPT = timedelta(days=1)


@transaction.atomic
def claim_form(*, user: models.Model, token: str, digest: str, at: datetime) -> tuple[SentForm, bool]:
    """The form, and whether it is ours to take. While another request takes the same form, this one waits for it:
    the unique index makes it stand until the other has committed or given up."""
    return SentForm.objects.get_or_create(
        user_id=user.pk, token=token, defaults={"digest": digest, "sent_at": at}
    )


@transaction.atomic
def settle_form(*, form: SentForm, led_to: str) -> None:
    """It was taken; `led_to` is where whoever sends it again will be sent."""
    SentForm.objects.filter(pk=form.pk).update(led_to=led_to)


@transaction.atomic
def release_form(*, form: SentForm) -> None:
    """It was refused: once mended it may be sent again."""
    SentForm.objects.filter(pk=form.pk).delete()


@transaction.atomic
def forget_forms(*, at: datetime) -> int:
    """What was sent more than a day ago; returns how many."""
    gone, _each = SentForm.objects.filter(sent_at__lt=at - KEPT).delete()
    return gone
