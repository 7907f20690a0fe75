"""Handing a case over: the proposal with its note, the page on which the other side answers, the list of both."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases import handover, operations
from accanto.casework.cases.enums import AppointmentState, ChangeKind, TransferKind, TransferState
from accanto.casework.cases.forms.handover import ConfirmForm, HandOverForm, TakeOverForm, WithdrawForm
from accanto.casework.cases.handover_draft import begun, handover_draft
from accanto.casework.cases.handover_note import parts_of
from accanto.casework.cases.models import Appointment, Case, CaseTransfer, HouseholdChange
from accanto.casework.cases.seeing import follows
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.web import editor, page, reads
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.households.queries import members_of
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.territory.bodies.models import Office
from accanto.territory.staff.requests import StaffRequest

LAST = 20


@page("cases.transfer")
def transfers(request: StaffRequest) -> HttpResponse:
    """What waits for my answer, what I wait for, how the last ones ended."""
    user = request.user
    rows = CaseTransfer.objects.visible_to(user).select_related(
        "household", "from_unit", "to_unit", "asked_by", "closed_by"
    )
    waiting = list(rows.filter(state=TransferState.PROPOSED).order_by("answer_by", "id")[:LAST])
    ended = list(rows.exclude(state=TransferState.PROPOSED).order_by("-closed_at", "id")[:LAST])
    reads.listed([*waiting, *ended])
    context = {
        "to_answer": [row for row in waiting if handover.may_answer(user, row)],
        "waiting": [row for row in waiting if not handover.may_answer(user, row)],
        "ended": ended,
        "today": clock.today(),
    }
    return render(request, "cases/transfers.html", context)


@editor("cases.transfer")
def case_hand_over(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    if not handover.may_hand_over(request.user, case, case.depth):
        raise PermissionDenied
    standing = CaseTransfer.objects.filter(case=case, state=TransferState.PROPOSED).first()
    form = _proposal(request, case)
    if request.method == "POST" and form.is_valid():
        try:
            transfer = _proposed(request, case, form)
        except operations.TransferStanding as refusal:
            messages.warning(request, str(refusal))
            return redirect("case_hand_over", pk=case.pk)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=handover_draft(case))
            messages.success(
                request, _("The proposal has gone out. Until they answer the case stays with you.")
            )
            return redirect("case_transfer", transfer_id=transfer.pk)
    context = {
        **case_shell(request, case, ""),
        "form": form,
        "standing": standing,
        "draft_key": handover_draft(case),
        "terms": handover.terms_on(clock.today()),
    }
    return render(request, "cases/hand_over.html", context, status=422 if form.errors else 200)


def _proposal(request: StaffRequest, case: Case) -> HandOverForm:
    now = clock.now()
    apart = case.compartment in fenced()
    kinds = [
        TransferKind.UNIT,
        TransferKind.OUTSIDE,
        *([TransferKind.PROTECTION, TransferKind.EIAM] if apart else []),
    ]
    planned = Appointment.objects.filter(case=case, state=AppointmentState.PLANNED, starts_at__gte=now)
    typed = draft_data(request.user, handover_draft(case)) or {}
    units = handover.units_on(now.date())
    if not apart:
        units = units.exclude(pk=case.unit_id)
    first: dict[str, Any] = {
        "kind": TransferKind.UNIT,
        "to_unit": _where_they_moved(case, units),
        **begun(case, now.date()),
        **typed,
    }
    return HandOverForm(request.POST or None, kinds=kinds, units=units, planned=planned, initial=first)


def _where_they_moved(case: Case, units: QuerySet[Office]) -> int | None:
    """The unit that serves the town of their last move."""
    moves = HouseholdChange.objects.filter(case=case, kind=ChangeKind.MOVED).order_by("-happened_on")
    town = moves.values_list("municipality", flat=True).first()
    return units.filter(serves=town).values_list("pk", flat=True).first() if town else None


def _proposed(request: StaffRequest, case: Case, form: HandOverForm) -> CaseTransfer:
    given = form.cleaned_data
    outside = given["kind"] == TransferKind.OUTSIDE
    return operations.propose_transfer(
        case=case,
        kind=given["kind"],
        to_unit=None if outside else given["to_unit"],
        to_body=given["to_body"],
        to_address=given["to_address"],
        reason=given["reason"],
        taken_by=form.taken_by(),
        summary=form.summary(),
        by=request.user,
        at=clock.now(),
        **form.note(),
    )


@editor("cases.transfer")
def case_transfer(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """The note, to whoever reads the case or must answer; with what each may do about it."""
    user, now = request.user, clock.now()
    transfer = _rows(request).filter(pk=transfer_id).first()
    if transfer is None:
        raise Http404
    reads.opened(transfer)
    waits = transfer.state == TransferState.PROPOSED
    answers = waits and handover.may_answer(user, transfer)
    case = Case.objects.visible_to(user, Depth.READ).filter(pk=transfer.case_id).first()
    asks = waits and case is not None and follows(user, case, now)
    items = list(transfer.items.all())
    forms = _forms(request, transfer, items, answers=answers, asks=asks)
    if request.method == "POST":
        if not (answers or asks):
            raise PermissionDenied
        if done := _acted(request, transfer, forms):
            return done
    context = {
        "transfer": transfer,
        "parts": parts_of(transfer),
        "items": items,
        "members": members_of(transfer.household, now.date()),
        "case": case,
        "new_case": _new_case(request, transfer) if case else None,
        "forms": forms,
        "today": now.date(),
        "terms": handover.terms_on(now.date()),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "cases/transfer.html", context, status=422 if wrong else 200)


def _rows(request: StaffRequest) -> QuerySet[CaseTransfer]:
    return CaseTransfer.objects.visible_to(request.user).select_related(
        "household", "from_unit", "to_unit", "asked_by__operator__organisation", "closed_by"
    )


def _new_case(request: StaffRequest, transfer: CaseTransfer) -> Case | None:
    if transfer.new_case_id is None:
        return None
    return Case.objects.visible_to(request.user).filter(pk=transfer.new_case_id).first()


def _forms(
    request: StaffRequest, transfer: CaseTransfer, items: list[Any], *, answers: bool, asks: bool
) -> dict[str, AccantoForm]:
    """The forms that the page offers to this reader; the one that was sent is bound."""
    act = request.POST.get("act") or ("answer" if answers else "withdraw")

    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and act == name else None

    found: dict[str, AccantoForm] = {}
    if answers and transfer.to_unit_id:
        workers = handover.workers_of([transfer.to_unit_id], clock.today())
        found["answer"] = TakeOverForm(data("answer"), workers=workers, planned=items)
    if asks:
        found["withdraw"] = WithdrawForm(data("withdraw"))
        if transfer.kind == TransferKind.OUTSIDE:
            found["confirm"] = ConfirmForm(data("confirm"), initial={"confirmed_on": clock.today()})
    return found


def _acted(
    request: StaffRequest, transfer: CaseTransfer, forms: dict[str, AccantoForm]
) -> HttpResponse | None:
    form = next((form for form in forms.values() if form.is_bound), None)
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return None
    given = form.cleaned_data
    told: dict[str, Any] = {"transfer": transfer, "by": request.user, "at": clock.now()}
    try:
        if isinstance(form, TakeOverForm):
            return _answered(request, transfer, form)
        if isinstance(form, ConfirmForm):
            operations.confirm_outside(how=given["how"], confirmed_on=given["confirmed_on"], **told)
            messages.success(request, _("Written down: the case is closed, the household has moved."))
        else:
            operations.withdraw_transfer(reason=given["answer"], **told)
            messages.success(request, _("Taken back: the case stays with you."))
    except operations.CaseStillOpen as refusal:
        messages.error(request, f"{refusal} {' '.join(map(str, refusal.missing))}")
        return redirect("case_close", pk=transfer.case_id)
    except OperationRefused as refusal:
        form.refuse(refusal)
        return None
    return redirect("case_transfer", transfer_id=transfer.pk)


def _answered(request: StaffRequest, transfer: CaseTransfer, form: TakeOverForm) -> HttpResponse:
    given = form.cleaned_data
    told: dict[str, Any] = {"transfer": transfer, "by": request.user, "at": clock.now()}
    if given["decision"] == "refuse":
        operations.refuse_transfer(reason=given["answer"], **told)
        messages.success(request, _("Refused, and told to whoever proposed it."))
        return redirect("transfers")
    taken = operations.accept_transfer(responsible=given["responsible"], taken_by=form.taken_by(), **told)
    case = Case.objects.visible_to(request.user).filter(pk=taken.case.pk).first()
    if taken.joined:
        messages.success(request, _where_it_went(taken.case, seen=case is not None))
    else:
        messages.success(
            request, _("The household is now in your unit, with %(name)s.") % {"name": given["responsible"]}
        )
    for clash in taken.clashes:
        messages.warning(request, clash)
    return redirect(reverse("case", args=[case.pk]) if case else "transfers")


def _where_it_went(case: Case, *, seen: bool) -> str:
    """Whose the case is that the summary reached is said to those who see it, and to nobody else."""
    if seen:
        return _(
            "The household already has an ordinary case, which stays where it is: %(unit)s, responsible: %(name)s."
            " The summary is there, and whoever follows it has been told."
        ) % {"unit": case.unit, "name": case.responsible or _("nobody yet")}
    return _(
        "An ordinary case of another unit already follows the household. The summary has gone there, and whoever"
        " follows it has been told: your unit has nothing to begin."
    )
