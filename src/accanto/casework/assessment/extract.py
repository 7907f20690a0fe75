"""What an extract tells of the assessments: answers about the person, or about the household as a whole."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.assessment.instruments import instrument_of
from accanto.casework.assessment.instruments.values import in_words
from accanto.casework.assessment.models import Answer, Assessment, MemberOutcome
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told


def register() -> None:
    register_section(
        Section(
            300,
            "assessments",
            gettext_lazy("Assessments"),
            ("assessment.Assessment", "assessment.Answer", "assessment.MemberOutcome"),
            _assessments,
            words=True,
        )
    )
    leave_out(
        ["assessment.AnswerRevision", "assessment.UndoneClosing"],
        gettext_lazy(
            "How an answer or a closing read before it was changed: what counts now is told; the rest is the record of"
            " who wrote."
        ),
    )


def _assessments(subject: Subject) -> list[Told]:
    rows = Assessment.objects.filter(case__in=subject.cases).select_related("instrument")
    answers: dict[object, list[Answer]] = {}
    mine = Q(person=subject.person) | Q(person=None)
    for answer in Answer.objects.filter(mine, assessment__case__in=subject.cases).order_by("item", "person"):
        answers.setdefault(answer.assessment_id, []).append(answer)
    outcomes = {
        row.assessment_id: row
        for row in MemberOutcome.objects.filter(assessment__case__in=subject.cases, person=subject.person)
    }
    return [
        _told(subject, row, answers.get(row.pk, []), outcomes.get(row.pk))
        for row in rows.order_by("opened_on", "pk")
        if subject.covers(row.case_id, row.opened_on)
    ]


def _told(subject: Subject, row: Assessment, answers: list[Answer], outcome: MemberOutcome | None) -> Told:
    items = instrument_of(row.instrument).items
    by_item = {answer.item: answer for answer in answers if answer.item in items}
    ordered = [by_item[code] for code in items if code in by_item]
    return told(
        str(row.get_kind_display()),
        ("moment", _("When in the pathway"), row.get_moment_display()),
        ("opened_on", _("Opened on"), row.opened_on),
        ("closed_on", _("Closed on"), row.closed_on),
        ("state", _("State"), row.get_state_display()),
        *(
            (
                answer.item,
                str(items[answer.item].label),
                subject.hide(in_words(items[answer.item], answer.value)),
            )
            for answer in ordered
        ),
        (
            "activability",
            _("Activation to work"),
            outcome.get_activability_display() if outcome and outcome.activability else "",
        ),
        ("exemption", _("Exemption"), outcome.exemption if outcome else ""),
        ("note", _("Note"), subject.hide(outcome.note) if outcome else ""),
        ("decided_way", _("Way decided"), _way(row)),
        ("decision_reason", _("Reason of the decision"), subject.hide(row.decision_reason)),
    )


def _way(row: Assessment) -> str:
    return str(row.get_decided_way_display()) if row.decided_way else ""
