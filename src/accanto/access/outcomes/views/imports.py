"""A list from its upload to its report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accanto.access.outcomes import operations
from accanto.access.outcomes.enums import ImportState
from accanto.access.outcomes.forms import MappingForm, UploadForm
from accanto.access.outcomes.lists.reading import check_mapping, read_list
from accanto.access.outcomes.models import Application, OutcomeImport, OutcomeSource, RejectedRow
from accanto.access.outcomes.presenting import date_format_words, encoding_words, import_summary, steps
from accanto.access.outcomes.queries.plan import Update, make_plan
from accanto.access.outcomes.queries.table import import_table
from accanto.access.outcomes.queries.towns import load_towns
from accanto.access.outcomes.views.room import draw
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.listing import Column, LightPaginator
from accanto.core.listing.page import export
from accanto.core.sheets import ExportFormat
from accanto.core.sheets.reading import check_size
from accanto.core.web import action, editor, load, page
from accanto.foundation.documents.reading import as_file, read_document
from accanto.territory.staff.requests import StaffRequest

SHOWN = 50
EXAMPLES = 8
_LISTS = OutcomeImport.objects.select_related("source", "uploaded_by", "job")


def _brought(request: StaffRequest, pk: UUID) -> OutcomeImport:
    """The file itself is for whoever brought it, who has read it; others read of it what they may (decision 17)."""
    return load(_LISTS.filter(uploaded_by=request.user).select_related("document"), pk)


@page("outcomes.view")
def import_list(request: StaffRequest) -> HttpResponse:
    shown = LightPaginator(_LISTS.all()).get_page(request.GET.get("pagina"))
    rows = [{"one": one, **import_summary(one, request.user)} for one in shown.object_list]
    return draw(request, "imports", "imports", {"rows": rows, "page": shown})


@editor("outcomes.import")
def upload(request: StaffRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check_size(file.size)
            row = operations.start_import(
                source=form.cleaned_data["source"],
                filename=file.name,
                content=file.read(),
                measure=form.cleaned_data["measure"],
                by=request.user,
                at=clock.now(),
            )
            return redirect("outcomes:mapping", row.pk)
        except OperationRefused as refusal:
            form.refuse(refusal)
    sources = list(OutcomeSource.objects.values_list("name", flat=True)[:20])
    context = {"form": form, "steps": steps(None, "upload"), "sources": sources}
    return draw(request, "upload", "imports", context, status=422 if form.errors else 200)


@editor("outcomes.import")
def mapping(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _brought(request, pk)
    if row.state not in {ImportState.UPLOADED, ImportState.MAPPED}:
        return redirect("outcomes:import", pk)
    form = MappingForm(row.reading, request.POST or None)
    missing: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_mapping(
                outcome_import=row, tables=form.chosen(), by=request.user, at=clock.now()
            )
            return redirect("outcomes:preview", pk)
        except OperationRefused as refusal:
            form.refuse(refusal)
            missing = [str(one) for one in refusal.missing]
    context = {
        "one": row,
        "form": form,
        "missing": missing,
        "steps": steps(row, "mapping"),
        "encoding": encoding_words(row.reading.get("encoding", "")),
    }
    return draw(request, "mapping", "imports", context, status=422 if form.errors else 200)


@page("outcomes.import")
def preview(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What the import would do; reads the whole file, writes nothing."""
    row = _brought(request, pk)
    if row.state not in {ImportState.UPLOADED, ImportState.MAPPED}:
        return redirect("outcomes:import", pk)
    try:
        check_mapping(row.reading)
        with as_file(row.document) as file:
            content = read_list(file, row.reading, towns=load_towns(), today=clock.today())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes:mapping", pk)
    plan = make_plan(content, row.measure)
    context: dict[str, Any] = {
        "one": row,
        "plan": plan,
        "steps": steps(row, "preview"),
        "rejected": plan.rejected[:SHOWN],
        "more": max(0, len(plan.rejected) - SHOWN),
        "created": plan.created[:EXAMPLES],
        "updated": _told(plan.updated, request),
        "guesses": [(written, town, count) for (written, town), count in content.guesses.items()],
        "formats": [
            (content_heading(row, name), date_format_words(form)) for name, form in content.formats.items()
        ],
        "members": len(plan.members),
        "differences": sum(plan.computed[key] != stated for key, stated in content.totals.items()),
    }
    return draw(request, "preview", "imports", context)


def _told(updated: list[Update], request: StaffRequest) -> list[Update]:
    """Examples of what changes, without what is known of applications that the user may not see."""
    mine = Application.objects.visible_to(request.user)
    seen = set(mine.filter(pk__in=[one.known.id for one in updated]).values_list("pk", flat=True))
    return [one for one in updated if one.known.id in seen][:EXAMPLES]


def content_heading(row: OutcomeImport, name: str) -> str:
    """The heading that the file gives to one of our fields."""
    for table in row.reading["tables"]:
        if name in table["mapping"]:
            return str(table["mapping"][name])
    return name


@action("outcomes.import")
def start(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _brought(request, pk)
    try:
        operations.queue_import(outcome_import=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("outcomes:import", pk)


@page("outcomes.view")
def import_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Progress while it runs, then the report."""
    row = load(_LISTS.all(), pk)
    rejected = row.rejected_rows.all()
    shown = LightPaginator(rejected, SHOWN).get_page(request.GET.get("pagina"))
    totals = import_table(row) if row.totals.exists() else None
    report = row.reading.get("report", {})
    context = {
        "one": row,
        "job": progress_of(row),
        "steps": steps(row, "report"),
        "summary": import_summary(row, request.user),
        "rejected": list(shown.object_list),
        "counted": _counted(row),
        "brought": row.uploaded_by_id == request.user.pk,
        "page": shown,
        "sheets": sorted(set(rejected.order_by().values_list("sheet", flat=True).distinct())),
        "totals": totals,
        "guesses": report.get("guesses", []),
        "members": report.get("members", 0),
    }
    return draw(request, "import", "imports", context)


def _counted(row: OutcomeImport) -> dict[str, int]:
    """What came of the rows, as far as whoever asks may read those that were refused."""
    rejected = row.rejected_rows.count()
    return {"rejected": rejected, "read": row.read - row.rejected + rejected}


@page("outcomes.view")
def progress(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The bar alone, asked for again every second; at the end the page makes room for the report by itself."""
    row = load(_LISTS.all(), pk)
    response = render(request, "parts/progress.html", {"job": progress_of(row)})
    if row.state in (ImportState.DONE, ImportState.FAILED):
        response["HX-Refresh"] = "true"
    return response


def progress_of(row: OutcomeImport) -> dict[str, Any] | None:
    """What the progress part draws; nothing when the list was never started in the background."""
    if row.state != ImportState.RUNNING and row.job is None:
        return None
    job = row.job
    states = {ImportState.DONE: "done", ImportState.FAILED: "failed"}
    return {
        "id": str(row.pk),
        "title": _("Import of %(file)s") % {"file": row.filename},
        "percent": job.percent if job else None,
        "message": row.refusal or (job.message if job else ""),
        "state": states.get(ImportState(row.state), "running" if job and job.percent else "waiting"),
        "poll_url": reverse("outcomes:progress", args=[row.pk]),
        "result": {"label": _("See the report"), "url": reverse("outcomes:import", args=[row.pk])}
        if row.state in states
        else None,
    }


@page("outcomes.import")
def rejected_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The refused rows as they were, with two columns more: mend them and import the file."""
    row = load(_LISTS.all(), pk)
    wanted = request.GET.get("formato", "xlsx")
    if wanted not in set(ExportFormat):
        raise BadRequest(f"formato={wanted}")
    rows = RejectedRow.objects.filter(outcome_import=row)
    sheet = request.GET.get("foglio")
    first = rows.filter(sheet=sheet).first() if sheet is not None else rows.first()
    if first is None:
        raise Http404
    table = next((t for t in row.reading["tables"] if t["name"] == first.sheet), row.reading["tables"][0])
    headings: list[str] = table["headings"]
    columns = [Column(f"c{n}", name, str) for n, name in enumerate(headings)]
    columns += [Column("riga", _("original row"), str), Column("rifiuto", _("why it was refused"), str)]
    lines = (
        [
            *_filled(one.cells, len(headings)),
            one.row,
            f"{one.column}: {one.reason}" if one.column else one.reason,
        ]
        for one in rows.filter(sheet=first.sheet).order_by("row").iterator()
    )
    return export(wanted, columns, lines, _("rows to mend"))


def _filled(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


@page("outcomes.import")
def original(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The file as it was received."""
    row = _brought(request, pk)
    disposition = content_disposition_header(as_attachment=True, filename=row.filename)
    answer: Any = StreamingHttpResponse(
        read_document(row.document),
        content_type=row.document.media_type,
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": disposition or "attachment",
            "Content-Length": row.document.size,
        },
    )
    return answer  # type: ignore[no-any-return]
