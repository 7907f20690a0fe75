"""The directory in and out, in the format that other directories speak (HSDS 3)."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.directory import operations
from accanto.access.directory.forms import ImportForm
from accanto.access.directory.hsds.exporting import entries_to_export, package_of
from accanto.access.directory.hsds.nesting import nested
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, page
from accanto.territory.staff.requests import StaffRequest

_SHOWN = 200


@page("directory.view")
def directory_export(request: StaffRequest) -> HttpResponse:
    package: Any = package_of(entries_to_export())
    if request.GET.get("forma") == "servizi":
        package = nested(package)
    name = f"orientamento-{clock.today().isoformat()}.json"
    return HttpResponse(
        json.dumps(package, ensure_ascii=False, indent=1), "application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@editor("directory.keep")
def directory_import(request: StaffRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    report: operations.Report | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report = operations.import_hsds(
                content=said["file"].read(), origin=said["origin"], dry_run=said["dry_run"], by=request.user,
                at=clock.now(),
            )  # fmt: skip
        except OperationRefused as refusal:
            form.refuse(refusal)
    if report and report.written:
        messages.success(request, _taken(report))
        if not report.faults:
            return redirect("directory")
    context = {"form": form, "report": report, "faults": report.faults[:_SHOWN] if report else ()}
    refused = bool(form.errors) or bool(report and report.refused)
    return render(request, "directory/import.html", context, status=422 if refused else 200)


def _taken(report: operations.Report) -> str:
    new = ngettext("%(n)d new entry", "%(n)d new entries", report.created) % {"n": report.created}
    return _("Taken over: %(new)s, %(changed)d changed, %(same)d as they were.") % {
        "new": new, "changed": report.updated, "same": report.unchanged,
    }  # fmt: skip
