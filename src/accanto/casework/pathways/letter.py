"""What the letter of convocation says: always in Italian, in words that everybody understands."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.casework.pathways.enums import ConvocationPurpose, Measure
from accanto.casework.pathways.models import Convocation
from accanto.casework.pathways.rules import Term, clock
from accanto.casework.pathways.words import measure_name
from accanto.core.pdf import letterhead_data
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.models import Household, Member
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth
from accanto.people.persons.whereabouts import (
    Output,
    sheltered,
    told_address,
    whereabouts_of,
    with_whereabouts,
)
from accanto.territory.places.models import Zone


def letter_data(convocation: Convocation, *, made_on: date) -> dict[str, Any]:
    """Everything that the typst template prints. A protected address, codes and the reasons of a case never do."""
    with translation.override("it"):
        zone = Zone.objects.select_related("seat").get()
        household = convocation.pathway.case.household
        reference = members_of(household, made_on)[0]
        office = convocation.appointment.office
        assert office is not None  # noqa: S101  (convoke asks for one)
        return {
            **letterhead_data(
                title=_("Invitation to a meeting with the social services"),
                body=zone.legal_name,
                address=[office.name, *filter(None, [office.address, office.phone])],
                recipient=_recipient(household, reference, made_on),
                protocol=convocation.pathway.protocol,
                dated=f"{office.seat}, {date_words(made_on)}",
            ),
            "greeting": _("Dear %(name)s,") % {"name": reference.person},
            "why": _why(convocation),
            "facts": _facts(convocation),
            "bring_title": _("What to bring"),
            "bring": _bring(convocation),
            "change_title": _("If you cannot come"),
            "change": _change(office.phone),
            "otherwise_title": _("If nobody comes and we do not know why"),
            "otherwise": _otherwise(convocation, made_on),
            "rights_title": _("You may come with somebody you trust"),
            "rights": _(
                "If Italian is not your language tell us: we look for an interpreter, free of charge. "
                "If you move with difficulty or have small children tell us too: we find the right place and hour."
            ),
            "goodbye": _("With kind regards,"),
            "signed": [str(row.user) for row in _operators(convocation)],
        }


def _recipient(household: Household, reference: Member, on: date) -> list[str]:
    """Name and address; of a protected person, or of whoever lives with one, the safe address or «by hand»."""
    present = Member.objects.filter(household=household).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    rows = list(with_whereabouts(present, on))
    found = sheltered([whereabouts_of(row) for row in rows])
    known = next(one for row, one in zip(rows, found, strict=True) if row.pk == reference.pk)
    told = told_address(known, depth=Depth.WORK, output=Output.LEAVES)
    name = str(reference.person)
    if told.protected:
        return [name, told.post_to or _("to be handed over in person")]
    return [line for line in (name, told.address, told.town) if line]


def _why(convocation: Convocation) -> str:
    filled = {"measure": measure_name(convocation.pathway.measure)}
    if convocation.purpose == ConvocationPurpose.PERIODIC:
        return (
            _(
                "you receive the %(measure)s. Every now and then we meet to see together how things are going "
                "and what can help: it is time for the next meeting."
            )
            % filled
        )
    if convocation.purpose == ConvocationPurpose.RENEWAL:
        return (
            _(
                "your %(measure)s has been renewed. We ask you to come and meet us, so that we can see together "
                "what has changed and what can help."
            )
            % filled
        )
    return (
        _(
            "your application for the %(measure)s has been accepted. We ask you to come and meet us: we want to know "
            "you, listen to what you need and decide together how to go on."
        )
        % filled
    )


def _facts(convocation: Convocation) -> list[list[str]]:
    appointment = convocation.appointment
    starts, ends = timezone.localtime(appointment.starts_at), timezone.localtime(appointment.ends_at)
    minutes = int((ends - starts) / timedelta(minutes=1))
    where = ", ".join(filter(None, [appointment.office.name, appointment.place, appointment.office.address]))  # type: ignore[union-attr]
    who = [f"{row.user} ({row.user.operator.get_profession_display()})" for row in _operators(convocation)]
    return [
        [_("When"), _when(starts)],
        [_("How long"), _("about %(minutes)d minutes") % {"minutes": minutes}],
        [_("Where"), where],
        [_("Who will be there"), "; ".join(who)],
    ]


def _when(starts: datetime) -> str:
    """«giovedì 3 dicembre 2026, alle 10:30»."""
    filled = {"day": f"{date_format(starts, 'l')} {date_words(starts.date())}", "hour": f"{starts:%H:%M}"}
    return _("%(day)s, at %(hour)s") % filled


def _bring(convocation: Convocation) -> list[str]:
    common = [
        _("an identity document and the health card of everybody in the household"),
        _("residence permit, if you have one"),
        _("what you received from the agency or from the employment centre"),
    ]
    if convocation.purpose == ConvocationPurpose.PERIODIC:
        return [_("an identity document"), _("what has changed since last time: work, school, health, home")]
    return [*common, _("papers about work, school, health or home that you think we should see")]


def _change(phone: str) -> str:
    if phone:
        return _(
            "Call %(phone)s as soon as you can and tell us why: illness, work, children or another serious reason. "
            "We choose another day together."
        ) % {"phone": phone}
    return _("Tell the office as soon as you can, and why: we choose another day together.")


def _otherwise(convocation: Convocation, on: date) -> str:
    if convocation.pathway.measure != Measure.ADI:
        return _("We shall look for you again: without a meeting we cannot go on with your application.")
    words = _(
        "The law says that a household that is called and does not come without a justified reason "
        "loses the benefit (%(rule)s). So please do call us."
    )
    return words % {"rule": _source(clock(convocation.pathway, on).terms)}


def _source(terms: tuple[Term, ...]) -> str:
    wanted = [term.source for term in terms if term.code in ("first_meeting", "periodic_meeting")]
    return wanted[0].split(";")[0] if wanted else "DL 48/2023 art. 4"


def _operators(convocation: Convocation) -> Any:
    rows = convocation.appointment.operators.select_related("user__operator")
    return sorted(rows, key=lambda row: row.user.operator.profession != "social_worker")
