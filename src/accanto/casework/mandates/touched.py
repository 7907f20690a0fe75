"""What of courts a change in a household touches: nothing ends by itself, the court is told and decides."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases import consequences
from accanto.casework.cases.consequences import Proposal
from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import HouseholdChange
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.models import Measure, SupportAdministrator
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.gone import with_people
from accanto.territory.staff.models import User


def register() -> None:
    consequences.register("measure", _measures)
    consequences.register("administrator", _administrators)


def _measures(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Those that concern who is gone; of a birth, a move or a split all that are in force in the case."""
    rows = Measure.objects.visible_to(user).in_force().filter(case=change.case_id)
    if change.person_id is not None and change.kind != ChangeKind.BIRTH:
        rows = rows.filter(concerned__person=change.person_id).distinct()
    texts = {
        ChangeKind.BIRTH: _("A child is born: the court may have to say whether it holds for them too."),
        ChangeKind.DEATH: _("It concerns somebody who died: tell the court, and write how it ends."),
        ChangeKind.JOINED: _("Others live here now: look whether the court has to know."),
    }
    text = texts.get(
        ChangeKind(change.kind), _("Where they live has changed: tell the court that ordered it.")
    )
    return [
        Proposal(
            str(row.pk),
            _("%(kind)s, order of %(day)s") % {"kind": kind_words(row), "day": date_words(row.order_on)},
            text,
            _("Open the measure"),
            reverse("measure", args=[row.pk]),
        )
        for row in rows
    ]


def _administrators(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Who acts for an adult by decree: the office ends with a death, and follows whoever moves."""
    if change.kind in (ChangeKind.BIRTH, ChangeKind.JOINED):
        return []
    acting = SupportAdministrator.objects.visible_to(user).acting_on(at.date())
    rows = acting.filter(case=change.case_id)
    if change.person_id is not None or change.other_id is not None:
        rows = rows.filter(person__in=consequences.gone(change))
    died = change.kind == ChangeKind.DEATH
    dead = _("With the death the office ends: write it down; the last account is still due to the judge.")
    text = dead if died else _("They act for somebody who moves: tell them, and the judge who named them.")
    return [
        Proposal(
            str(row.pk),
            _("%(holder)s acts for %(name)s") % {"holder": row.holder, "name": row.person},
            text,
            _("Record the end") if died else _("Open the office"),
            reverse("administrator_end" if died else "administrator", args=[row.pk]),
        )
        for row in with_people(rows)
    ]
