from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.assessment.deadlines import ANALYSIS_TO_COMPLETE
from accanto.casework.assessment.enums import AssessmentKind, AssessmentState, Moment
from accanto.casework.assessment.models import Assessment, InstrumentVersion
from accanto.casework.assessment.queries import complex_need
from accanto.casework.assessment.rules import right_of
from accanto.casework.cases.operations import open_deadline
from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.models import Pathway
from accanto.core.dated_rules import rule_at
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.working_time import add_working_days
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@transaction.atomic
def open_assessment(
    *, pathway: Pathway, kind: str, by: User, at: datetime, moment: str = Moment.ENTRY
) -> Assessment:
    """Begin an assessment with the latest published version of its instrument, which it keeps.

    :raises OperationRefused: the pathway is not running, the kind has no place now, or one is there already.
    :raises NotPermitted: `by` may not fill assessments of this case.
    """
    if not by.may("assessment.fill") or not right_of(by, pathway.case_id, at).persons:
        raise NotPermitted(_("You cannot start an assessment of this household."))
    row = (
        Pathway.objects.select_for_update(of=("self",))
        .select_related("case__household", "case__responsible", "municipality")
        .get(pk=pathway.pk)
    )
    _refuse_out_of_place(row, AssessmentKind(kind), Moment(moment))
    assessment = Assessment.objects.create(
        pathway=row,
        case_id=row.case_id,
        kind=kind,
        moment=moment,
        instrument=_latest(kind),
        opened_on=timezone.localtime(at).date(),
        opened_by=by,
    )
    if kind == AssessmentKind.SECTION_A:
        _start_clock(assessment)
    record(f"assessment.{kind}.opened", by=by, at=at, context=row.case_id, subject=assessment)
    return assessment


def _start_clock(assessment: Assessment) -> None:
    """Begun and not closed is work that somebody waits for: it stands in the day of whoever is responsible."""
    pathway, begun = assessment.pathway, assessment.opened_on
    rule = rule_at("assessment.terms", begun, "analysis_to_complete")
    open_deadline(
        code=ANALYSIS_TO_COMPLETE,
        case=pathway.case,
        owner=pathway.case.responsible,
        subject=pathway.pk,
        started_on=begun,
        due_on=add_working_days(begun, rule.value, pathway.municipality.istat_code),
        rule=rule.source,
        household=pathway.case.household.label,
    )


def _refuse_out_of_place(pathway: Pathway, kind: AssessmentKind, moment: Moment) -> None:
    if pathway.state == PathwayState.CLOSED:
        raise OperationRefused(_("The pathway is closed: a new assessment would have no place in it."))
    if kind == AssessmentKind.SECTION_A and pathway.state != PathwayState.RUNNING:
        raise OperationRefused(_("The pathway is suspended: resume it, then begin the preliminary analysis."))
    if kind == AssessmentKind.SECTION_B and not complex_need(pathway):
        raise OperationRefused(
            _("The in-depth framework follows a preliminary analysis closed with a complex need.")
        )
    same = Assessment.objects.standing().filter(pathway=pathway, kind=kind)
    if moment != Moment.REVIEW and same.filter(moment=moment).exists():
        raise OperationRefused(_("It is there already: open the one in the list."))
    if same.filter(state=AssessmentState.OPEN).exists():
        raise OperationRefused(_("One is still being filled: close it before beginning another."))


def _latest(kind: str) -> InstrumentVersion:
    version = InstrumentVersion.objects.filter(code=kind).order_by("-version").first()
    if version is None:
        raise OperationRefused(_("This instrument is not published yet: tell the administrator."))
    return version
