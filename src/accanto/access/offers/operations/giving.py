"""Who offers, what, and what was checked of them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.offers.enums import GiverKind, MatchState, OfferState
from accanto.access.offers.facts import GiverFacts, OfferFacts
from accanto.access.offers.kinds import checks_on, label_of
from accanto.access.offers.models import Giver, GiverCheck, Match, Offer, OfferHours
from accanto.access.offers.operations.checking import day_of, hours, keeper, known_kind, locked_offer, period
from accanto.core.database.context import purpose
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@transaction.atomic
def register_giver(*, facts: GiverFacts, by: User, at: datetime) -> Giver:
    """A volunteer or a body, with what they gave to be called back.

    :raises OperationRefused: no name, nothing to reach them by, not told yet how their data are used.
    """
    keeper(by)
    return Giver.objects.create(**_checked(facts, at), registered_by=by, registered_at=at)


@transaction.atomic
def change_giver(*, giver: Giver, facts: GiverFacts, by: User, at: datetime) -> Giver:
    """:raises OperationRefused: as `register_giver`; already forgotten."""
    keeper(by)
    row = Giver.objects.select_for_update().get(pk=giver.pk)
    _refuse_forgotten(row)
    for name, value in _checked(facts, at).items():
        setattr(row, name, value)
    row.save()
    record("offers.giver.changed", by=by, at=at, subject=row)
    return row


@transaction.atomic
def forget_giver(*, giver: Giver, by: User, at: datetime) -> Giver:
    """Name and contacts go, for whoever asks or has left; what was given still counts.

    :raises OperationRefused: an offer is still open, or somebody still counts on them.
    """
    keeper(by)
    row = Giver.objects.select_for_update().get(pk=giver.pk)
    _refuse_forgotten(row)
    if row.offers.filter(state=OfferState.OPEN).exists():
        raise OperationRefused(_("First end the offers that are still open."))
    with purpose("offers.counted_on"):  # whoever sees for whom
        if Match.objects.filter(offer__giver=row, state=MatchState.ACCEPTED).exists():
            raise OperationRefused(
                _("Somebody still counts on this volunteer: first finish what was accepted.")
            )
    number = Giver.objects.filter(forgotten_at__isnull=False).count() + 1
    row.name = _("Volunteer who has left, no. %(n)d") % {"n": number}
    row.contact = row.phone = row.email = ""
    row.organisation, row.forgotten_at = None, at
    row.save()
    row.checks.update(note="")
    row.offers.update(notes="")
    record("offers.giver.forgotten", by=by, at=at, subject=row)
    return row


@transaction.atomic
def register_offer(*, giver: Giver, facts: OfferFacts, by: User, at: datetime) -> Offer:
    """What somebody gives, open from now.

    :raises OperationRefused: naming the field: kind, words, days in disorder or over, hours past midnight.
    """
    keeper(by)
    _refuse_forgotten(giver)
    known_kind(facts.kind, day_of(at))
    row = Offer.objects.create(giver=giver, registered_by=by, registered_at=at, **_told(facts, day_of(at)))
    _set_where_and_when(row, facts)
    record("offers.registered", by=by, at=at, subject=row, kind=label_of(row.kind))
    return row


@transaction.atomic
def change_offer(*, offer: Offer, facts: OfferFacts, expected: int, by: User, at: datetime) -> Offer:
    """Other words, days, places, room: whoever was accepted goes on as agreed. `expected`: the revision that was read.

    :raises ChangedMeanwhile: somebody changed it since.
    :raises OperationRefused: as `register_offer`; ended; another kind when somebody was proposed already, as its checks
        were looked at; less room than is taken.
    """
    keeper(by)
    row = locked_offer(offer)
    if row.revision != expected:
        raise ChangedMeanwhile(
            _(
                "Somebody changed this offer meanwhile: what you wrote is still here, look at it and save again."
            )
        )
    if row.state == OfferState.ENDED:
        raise OperationRefused(_("This offer is ended already."))
    if facts.kind != row.kind:
        known_kind(facts.kind, day_of(at))
        with purpose("offers.counted_on"):  # whoever sees for whom
            if Match.objects.filter(offer=row).exists():
                raise OperationRefused(
                    _("It was proposed as it is: for another kind end this offer and write a new one."),
                    field="kind",
                )
    if facts.capacity < row.taken:
        raise OperationRefused(
            _("%(n)d are taken already: not fewer than these.") % {"n": row.taken}, field="capacity"
        )
    for name, value in _told(facts, day_of(at)).items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    row.hours.all().delete()
    _set_where_and_when(row, facts)
    record("offers.changed", by=by, at=at, subject=row)
    return row


@transaction.atomic
def end_offer(*, offer: Offer, reason: str, by: User, at: datetime) -> Offer:
    """Nobody is proposed any more; whoever was accepted goes on until it is finished.

    :raises OperationRefused: ended already, no reason.
    """
    keeper(by)
    row = locked_offer(offer)
    if row.state == OfferState.ENDED:
        raise OperationRefused(_("This offer is ended already."))
    if not reason.strip():
        raise OperationRefused(_("Say why it ends."), field="reason")
    row.state, row.ended_at, row.end_reason = OfferState.ENDED, at, reason.strip()
    row.save(update_fields=["state", "ended_at", "end_reason"])
    record("offers.ended", by=by, at=at, subject=row)
    return row


@transaction.atomic
def record_check(
    *,
    giver: Giver,
    code: str,
    done_on: date,
    by: User,
    at: datetime,
    last_day: date | None = None,
    note: str = "",
) -> GiverCheck:
    """A check was done; it holds as long as its rule says, or until the day that is written.

    :raises OperationRefused: no such check, a day in the future, over already.
    """
    keeper(by)
    _refuse_forgotten(giver)
    on = day_of(at)
    check = checks_on(on).get(code)
    if check is None:
        raise OperationRefused(_("Choose one of the checks."), field="code")
    if done_on > on:
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="done_on"
        )
    holds = last_day or check.last_day(done_on)
    if holds is not None and holds < done_on:
        raise OperationRefused(_("It ends before it was done: check both days."), field="last_day")
    made = GiverCheck.objects.create(
        giver=giver, code=code, done_on=done_on, last_day=holds, note=note.strip(), by=by, at=at
    )
    record("offers.checked", by=by, at=at, subject=giver, check=check.label)
    return made


def _checked(facts: GiverFacts, at: datetime) -> dict[str, object]:
    is_body = facts.kind == GiverKind.BODY
    organisation = facts.organisation if is_body else None
    name = organisation.name if organisation else " ".join(facts.name.split())
    if not name:
        raise OperationRefused(_("Write the name."), field="name")
    if not facts.phone.strip() and not facts.email.strip():
        raise OperationRefused(_("Write a telephone or an e-mail: they must be called back."), field="phone")
    if facts.informed_on > day_of(at):
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="informed_on"
        )
    return {
        "kind": facts.kind,
        "name": name,
        "organisation": organisation,
        "contact": facts.contact.strip() if is_body else "",
        "phone": facts.phone.strip(),
        "email": facts.email.strip(),
        "municipality": facts.municipality,
        "informed_on": facts.informed_on,
    }


def _told(facts: OfferFacts, on: date) -> dict[str, object]:
    if not facts.what.strip():
        raise OperationRefused(_("Say in a few words what is offered."), field="what")
    if facts.capacity < 1:
        raise OperationRefused(_("At least one."), field="capacity")
    period(facts.first_day, facts.last_day)
    if facts.last_day is not None and facts.last_day < on:
        raise OperationRefused(
            _("The offer is over already: write a last day still to come."), field="last_day"
        )
    hours(facts.hours)
    return {
        "kind": facts.kind,
        "what": facts.what.strip(),
        "capacity": facts.capacity,
        "first_day": facts.first_day,
        "last_day": facts.last_day,
        "notes": facts.notes.strip(),
    }


def _set_where_and_when(row: Offer, facts: OfferFacts) -> None:
    row.municipalities.set(facts.municipalities)
    OfferHours.objects.bulk_create(
        OfferHours(offer=row, weekday=day, starts=one.starts, ends=one.ends)
        for one in facts.hours
        for day in one.weekdays
    )


def _refuse_forgotten(giver: Giver) -> None:
    if giver.forgotten_at is not None:
        raise OperationRefused(_("This volunteer has left: register them anew."))
