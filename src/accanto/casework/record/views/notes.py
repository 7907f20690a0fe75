"""Personal working notes: a place apart from the record, which nobody but their author opens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell
from accanto.casework.record import operations
from accanto.casework.record.forms import PersonalNoteForm, PromoteForm
from accanto.casework.record.models import PersonalNote
from accanto.casework.record.views.common import readable, workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest

SHOWN = 100


def _draft_key(case: Case) -> str:
    return f"appunto-{case.pk}"


@editor("cases.view")
def record_notes(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = readable(request, pk)
    typed = None if request.method == "POST" else draft_data(request.user, _draft_key(case))
    form = PersonalNoteForm(request.POST or None, initial=typed or {})
    if request.method == "POST" and form.is_valid():
        try:
            operations.write_note(case=case, text=form.cleaned_data["text"], by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=_draft_key(case))
            messages.success(request, _("Kept. Only you read it."))
            return redirect("record_notes", pk=case.pk)
    rows = PersonalNote.objects.visible_to(request.user).filter(case=case)
    context = {
        **case_shell(request, case, "notes"),
        "form": form,
        "draft_key": _draft_key(case),
        "notes": rows[:SHOWN],
    }
    return render(request, "record/notes.html", context, status=422 if form.errors else 200)


@editor("cases.view")
def record_note(request: StaffRequest, pk: UUID, note_id: UUID) -> HttpResponse:
    case = readable(request, pk)
    note = _load(request, case, note_id)
    form = PersonalNoteForm(request.POST or None, initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        try:
            operations.rewrite_note(
                note=note, text=form.cleaned_data["text"], by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept. Only you read it."))
            return redirect("record_notes", pk=case.pk)
    context = {**case_shell(request, case, "notes"), "form": form, "note": note}
    return render(request, "record/note.html", context, status=422 if form.errors else 200)


@action("cases.view")
def record_note_delete(request: StaffRequest, pk: UUID, note_id: UUID) -> HttpResponse:
    case = readable(request, pk)
    operations.delete_note(note=_load(request, case, note_id), by=request.user)
    messages.success(request, _("Thrown away."))
    return redirect("record_notes", pk=case.pk)


@editor("cases.work")
def record_note_promote(request: StaffRequest, pk: UUID, note_id: UUID) -> HttpResponse:
    case = workable(request, pk)
    note = _load(request, case, note_id)
    initial = {"text": note.text, "happened_at": timezone.localtime(note.written_at), "kind": "interview"}
    form = PromoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.promote_note(note=note, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Registered in the diary. The note stays yours: keep it or throw it away.")
            )
            return redirect("record_notes", pk=case.pk)
    context = {
        **case_shell(request, case, "notes"),
        "form": form,
        "form_title": _("From your note to the diary"),
        "go": _("Register in the diary"),
        "back": "record_notes",
    }
    return render(request, "record/form.html", context, status=422 if form.errors else 200)


def _load(request: StaffRequest, case: Case, pk: UUID) -> PersonalNote:
    found: PersonalNote = load(PersonalNote.objects.visible_to(request.user).filter(case=case), pk)
    return found
