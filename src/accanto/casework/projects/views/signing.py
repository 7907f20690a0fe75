"""Proposing, collecting signatures, versions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.projects import operations, rules
from accanto.casework.projects.enums import ProjectState, SignatureKind
from accanto.casework.projects.forms.life import ReasonForm, SignForm
from accanto.casework.projects.models import Party, Project, ProjectVersion
from accanto.casework.projects.operations.signing import waiting_for_signature
from accanto.casework.projects.queries.content import party_name, party_role, representation
from accanto.casework.projects.queries.differences import differences
from accanto.casework.projects.queries.page import party_rows
from accanto.casework.projects.views.common import head, load_project, load_to_work, number_typed, refused
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.web import action, editor, page
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.gone import with_people
from accanto.territory.staff.requests import StaffRequest


@action("projects.work")
def propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    try:
        version = operations.propose(
            project=project,
            by=request.user,
            at=clock.now(),
            expected_revision=number_typed(request.POST.get("revision", "")),
        )
    except OperationRefused as refusal:
        messages.error(request, "\n".join([str(refusal), *map(str, refusal.missing)]))
        return redirect("project", pk=project.pk)
    messages.success(
        request, _("Version %(number)d is ready: print it, or sign on screen.") % {"number": version.number}
    )
    return redirect("project_signatures", pk=project.pk)


@action("projects.work")
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _with_reason(
        request, pk, operations.withdraw, _("Withdrawn: you can change it and propose it again.")
    )


@action("projects.work")
def revise(request: StaffRequest, pk: UUID) -> HttpResponse:
    done = _("Write the new version; the signed one stays in force until everybody has signed again.")
    return _with_reason(request, pk, operations.revise, done)


def _with_reason(request: StaffRequest, pk: UUID, operation: Any, done: str) -> HttpResponse:
    project = load_to_work(request, pk)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        operation(project=project, reason=reason, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("project", pk=project.pk)


@page("cases.view")
def signatures(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who has signed, who has not, and the paper to print."""
    project = load_project(request, pk)
    version = current_version(project)
    works = rules.works_on(request.user, project.case_id)
    rows = party_rows(project, version, request.user, works=works)
    context = {
        **head(project),
        "version": version,
        "parties": rows,
        "signed": sum(row.signature is not None for row in rows),
        "works": works,
        "reason_form": ReasonForm(),
    }
    return render(request, "projects/signatures.html", context)


def current_version(project: Project) -> ProjectVersion | None:
    return (
        project.versions.filter(withdrawn_at=None, number=project.version).select_related("document").first()
    )


@editor("cases.view")
def sign(request: StaffRequest, pk: UUID, party: int) -> HttpResponse:
    """In front of the family: what they sign in large words, then the signature."""
    project = load_project(request, pk)
    rows = project.parties.present().filter(pk=party)
    found = with_people(rows.select_related("person", "user__operator", "organisation"))
    signer = found[0] if found else None
    if signer is None:
        raise Http404
    reason = rules.why_not_sign(request.user, signer)
    if reason and rules.why_not_sign(request.user, signer, on_paper=True):
        raise PermissionDenied(reason)
    version = _version_read(request, project)
    key = f"sign-{project.pk}-{party}"
    initial = {
        "signed_name": signer.representative or party_name(signer),
        "revision": version.revision if version else project.revision,
    }
    form = SignForm(
        request.POST or None, request.FILES or None, initial={**initial, **draft_data(request.user, key)}
    )
    if reason:
        form.fields["kind"].choices = [(SignatureKind.PAPER, SignatureKind.PAPER.label)]  # type: ignore[attr-defined]
        form.fields["kind"].initial = SignatureKind.PAPER
    changed: list[str] = []
    if request.method == "POST" and version and form.is_valid():
        try:
            ink = _ink(request, form)
            operations.sign(
                version=version,
                party=signer,
                ink=ink,
                by=request.user,
                at=clock.now(),
                expected_revision=form.cleaned_data["revision"],
            )
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except OperationRefused as refusal:
            changed = refused(form, refusal)
        else:
            return _after_signing(request, project, version)
    context = {
        **head(project),
        "form": form,
        "version": version,
        "content": version.content if version else {},
        "signer": signer,
        **_signer_words(signer),
        "already": bool(version and version.signatures.filter(party=signer).exists()),
        "open": project.state == ProjectState.PROPOSED
        and version is not None
        and version.withdrawn_at is None,
        "changed": changed,
        "by_person": _by_person(version),
    }
    return render(request, "projects/sign.html", context, status=422 if form.errors else 200)


def _signer_words(signer: Party) -> dict[str, str]:
    return {
        "signer_name": party_name(signer),
        "signer_role": party_role(signer),
        "signs": representation(signer),
    }


def _version_read(request: StaffRequest, project: Project) -> ProjectVersion | None:
    """The version that the form was drawn with, so that signing a withdrawn one is refused and not mistaken."""
    number = number_typed(request.POST.get("version", ""))
    if number is not None:
        return project.versions.filter(number=number).select_related("document").first()
    return current_version(project)


def _ink(request: StaffRequest, form: SignForm) -> operations.Ink:
    given = form.cleaned_data
    kind = SignatureKind(given["kind"])
    upload = given["scan"] if kind == SignatureKind.PAPER else None
    return operations.Ink(
        kind=kind,
        signed_name=given["signed_name"],
        signed_on=given["signed_on"] if kind == SignatureKind.PAPER else clock.today(),
        scan=upload.read() if upload else b"",
        drawn=given["drawing"] if kind == SignatureKind.DRAWN else "",
    )


def _after_signing(request: StaffRequest, project: Project, version: ProjectVersion) -> HttpResponse:
    project.refresh_from_db()
    if project.state != ProjectState.PROPOSED:
        messages.success(
            request, _("Everybody has signed: version %(n)d is in force.") % {"n": version.number}
        )
        return redirect("project", pk=project.pk)
    waiting = [party_name(party) for party in waiting_for_signature(project, version)]
    messages.success(request, _("Signed. Still to sign: %(names)s.") % {"names": ", ".join(waiting)})
    return redirect("project_signatures", pk=project.pk)


def _by_person(version: ProjectVersion | None) -> list[dict[str, Any]]:
    found: dict[str, list[str]] = {}
    for piece in (version.content if version else {}).get("commitments", []):
        found.setdefault(piece["name"], []).append(piece["text"])
    return [{"name": name, "texts": texts} for name, texts in found.items()]


@page("cases.view")
def versions(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every frozen version with its fingerprint, its signatures and what it changed."""
    project = load_project(request, pk)
    found = list(
        project.versions.select_related("document", "frozen_by")
        .prefetch_related("signatures")
        .order_by("number")
    )
    rows = [
        {
            "version": version,
            "differences": differences(before.content, version.content) if before else [],
            "first": before is None,
            "in_force": version.completed_on is not None
            and not any(later.completed_on for later in found[index + 1 :]),
        }
        for index, (before, version) in enumerate(zip([None, *found], found, strict=False))
    ]
    return render(request, "projects/versions.html", {**head(project), "rows": rows[::-1]})
