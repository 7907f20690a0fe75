"""A measure: what it says, who answers for it, what is prescribed, how it ends."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.mandates import operations
from accanto.casework.mandates.forms.measures import (
    ChangedTermForm,
    CheckForm,
    DayForm,
    EndForm,
    LaterOrderForm,
    LaterPrescriptionForm,
    ResponsibleForm,
    TermForm,
)
from accanto.casework.mandates.kinds import competence_words, kind_words, sinba_fields
from accanto.casework.mandates.models import Measure, Prescription, ReportTerm
from accanto.casework.mandates.operations import PrescriptionFacts, TermFacts
from accanto.casework.mandates.queries.pages import measure_page
from accanto.casework.mandates.rules import responsible_term
from accanto.casework.mandates.views.common import head, load_measure, load_to_work, works_on
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import editor, load, page
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def measure(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_measure(request, pk)
    today = clock.today()
    context = {
        **head(row),
        "page": measure_page(row, today),
        "competence": competence_words(row.authority.code, row.order_on),
        "sinba": sinba_fields(row),
        "works": row.open and works_on(request.user, row.case),
        "today": today,
    }
    return render(request, "mandates/measure.html", context)


@editor("cases.work")
def measure_responsible(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    today = clock.today()
    form = ResponsibleForm(
        request.POST or None, today=today, initial={"named_on": today, "user": row.case.responsible_id}
    )
    term = responsible_term(row)
    hint = (
        _("By %(day)s the name is communicated to the court and the parties (%(law)s).")
        % {"day": date_words(term.due_on), "law": term.rule.source}
        if term
        else ""
    )
    done = _("Written down. The clock stops when the court has been told.")
    return _ask(
        request, row, form, lambda given: operations.name_responsible(measure=row, **given), done,
        title=_("Who answers for the measure"), action=_("Write this down"), hint=hint,
    )  # fmt: skip


@editor("cases.work")
def prescription_check(request: StaffRequest, pk: UUID, prescription: int) -> HttpResponse:
    row = load_to_work(request, pk)
    one = load(Prescription.objects.filter(measure=row), prescription)
    form = CheckForm(request.POST or None, initial={"seen_on": clock.today()})
    return _ask(
        request, row, form, lambda given: operations.check_prescription(prescription=one, **given),
        _("Written down: what was said before stays in the history."),
        title=_("Is this prescription kept?"), action=_("Write this down"), hint=f"{one.addressee}: {one.text}",
    )  # fmt: skip


@editor("cases.work")
def term_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    form = TermForm(request.POST or None)
    return _ask(
        request, row, form, lambda given: _add_term(row, **given), _("The term runs."),
        title=_("Another term for the reports"), action=_("Add the term"),
        hint=_("Copy it from the order, or from a later one of the same proceedings."),
    )  # fmt: skip


@editor("cases.work")
def prescription_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    form = LaterPrescriptionForm(request.POST or None)

    def act(given: dict[str, Any]) -> object:
        facts = PrescriptionFacts(given["addressee"], given["text"])
        return operations.add_prescription(
            measure=row, facts=facts, order=form.later(), by=given["by"], at=given["at"]
        )

    return _ask(
        request, row, form, act, _("The prescription is added to the order."),
        title=_("A later order prescribes something more"), action=_("Add the prescription"),
        hint=_("Copy it from the later order: what the first one prescribes stays."),
    )  # fmt: skip


@editor("cases.work")
def prescription_lift(request: StaffRequest, pk: UUID, prescription: int) -> HttpResponse:
    row = load_to_work(request, pk)
    one = load(Prescription.objects.filter(measure=row), prescription)
    form = LaterOrderForm(request.POST or None)
    return _ask(
        request, row, form,
        lambda given: operations.lift_prescription(
            prescription=one, order=form.later(), by=given["by"], at=given["at"]
        ),
        _("Written down: what was seen of it stays."),
        title=_("A later order lifts this prescription"), action=_("It is lifted"), hint=f"{one.addressee}: {one.text}",
    )  # fmt: skip


@editor("cases.work")
def term_change(request: StaffRequest, pk: UUID, term: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    one = load(ReportTerm.objects.filter(measure=row), term)
    form = ChangedTermForm(request.POST or None)
    return _ask(
        request, row, form,
        lambda given: operations.change_term(
            term=one, facts=form.term(), order=form.later(), by=given["by"], at=given["at"]
        ),
        _("The term is changed; how it was stays written."),
        title=_("A later order changes the term"), action=_("Change the term"),
        hint=_("The term of before stays written, with what was sent for it."),
    )  # fmt: skip


def _add_term(row: Measure, *, by: Any, at: Any, **given: Any) -> object:
    return operations.add_term(measure=row, facts=TermFacts(**given), by=by, at=at)


@editor("cases.work")
def measure_signal(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    form = DayForm(request.POST or None, initial={"on": clock.today()})
    return _ask(
        request, row, form, lambda given: operations.signal_prosecutor(measure=row, **given), _("It is written down."),
        title=_("The prosecutor was told"), action=_("Write this down"),
        hint=_("Before a placement expires the service says whether it should go on (L. 184/1983 art. 4)."),
    )  # fmt: skip


@editor("cases.work")
def measure_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    others = Measure.objects.visible_to(request.user).filter(case=row.case_id).exclude(pk=row.pk)
    form = EndForm(
        request.POST or None,
        others=others,
        words=lambda one: f"{kind_words(one)}, {date_words(one.order_on)}",
        initial={"ended_on": row.ends_on or clock.today()},
    )
    return _ask(
        request, row, form, lambda given: operations.end_measure(measure=row, **given),
        _("The measure has ended: its terms no longer run."),
        title=_("How the measure ends"), action=_("End the measure"),
        hint=_("From then on nothing more is written on it, and no report is due."),
    )  # fmt: skip


def _ask(
    request: StaffRequest,
    row: Measure,
    form: AccantoForm,
    act: Callable[[dict[str, Any]], object],
    done: str,
    **words: str,
) -> HttpResponse:
    """One form, one operation, back to the measure."""
    if request.method == "POST" and form.is_valid():
        try:
            act({**form.cleaned_data, "by": request.user, "at": clock.now()})
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("measure", pk=row.pk)
    context = {**head(row), "form": form, **words}
    return render(request, "mandates/ask.html", context, status=422 if form.errors else 200)
