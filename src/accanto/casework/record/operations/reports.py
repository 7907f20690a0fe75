"""Social reports: begun with what the data say, written, signed and frozen; corrected by a new version."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.record.enums import REPORT_TRANSITIONS, ReportState
from accanto.casework.record.merging import Sources, merged
from accanto.casework.record.models import SocialReport
from accanto.casework.record.papers import report_paper
from accanto.casework.record.report_templates import ReportTemplate, template, template_of
from accanto.casework.record.shelter import shelter_of
from accanto.core.dated_rules import NoRuleInForce
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import number
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_document
from accanto.territory.staff.models import User

MAX_SECTION = 60_000


@transaction.atomic
def open_report(*, case: Case, template_code: str, by: User, at: datetime) -> SocialReport:
    """Begin a report. One that `by` began with the same template and left unfinished is given back; a correction is
    no new report, and stays apart.

    :raises OperationRefused: the case is closed, no such template.
    """
    row = _open_case(case)
    standing = SocialReport.objects.filter(
        case=row, template=template_code, state=ReportState.DRAFT, created_by=by, replaces=None
    ).first()
    if standing is not None:
        return standing
    try:
        chosen = template(template_code, at.date())
    except NoRuleInForce:
        raise OperationRefused(_("Choose one of the templates."), field="template") from None
    report = SocialReport(
        case=row,
        template=chosen.code,
        template_since=chosen.since,
        title=chosen.title,
        addressee=chosen.addressee,
        merged_at=at,
        created_by=by,
        created_at=at,
        changed_by=by,
        changed_at=at,
    )
    report.proposals = proposals_for(report, chosen, by, at)
    report.content = {code: said["text"] for code, said in report.proposals.items()}
    report.save()
    record("record.report.opened", by=by, at=at, context=row.pk, subject=report, title=report.title)
    return report


def proposals_for(
    report: SocialReport, chosen: ReportTemplate, by: User, at: datetime
) -> dict[str, dict[str, str]]:
    """By section: what the data say now, of which day they are, from what they come. In the zone's language."""
    with translation.override(settings.LANGUAGE_CODE):
        sources = Sources(report.case, by, at.date(), _since(report), shelter_of(report.case, at.date()))
        found: dict[str, dict[str, str]] = {}
        for part in chosen.sections:
            said = merged(part.merges, sources)
            if said:
                days = [one.as_of for one in said if one.as_of]
                found[part.code] = {
                    "text": sources.shelter.cover("\n".join(one.text for one in said)),
                    "as_of": min(days).isoformat() if days else "",
                    "about": ", ".join(one.about for one in said),
                }
    return found


def _since(report: SocialReport) -> Any:
    """An update counts what happened since the last report signed."""
    last = (
        SocialReport.objects.filter(case=report.case, state=ReportState.SIGNED, signed_at__isnull=False)
        .exclude(pk=report.replaces_id or report.pk)
        .order_by("-signed_at")
        .first()
    )
    return last.signed_at.date() if last and last.signed_at and report.template == "update_report" else None


@transaction.atomic
def save_report(
    *,
    report: SocialReport,
    content: Mapping[str, str],
    title: str,
    addressee: str,
    expected: int,
    by: User,
    at: datetime,
) -> SocialReport:
    """`expected` is the revision that was read.

    :raises ChangedMeanwhile: somebody saved it first. :raises OperationRefused: signed already, no title, a section
        that is too long.
    """
    row = _draft(report)
    if row.revision != expected:
        raise ChangedMeanwhile(
            _("%(name)s saved this report while you were writing: your text is below, put the two together.")
            % {"name": row.changed_by}
        )
    if not title.strip():
        raise OperationRefused(_("Give the report a title."), field="title")
    known = {part.code: part for part in template_of(row).sections}
    # A browser ends lines in its own way: a proposal that came back as it was is still the proposal.
    kept = {code: "\n".join(text.strip().splitlines()) for code, text in content.items() if code in known}
    for code, text in kept.items():
        if len(text) > MAX_SECTION:
            raise OperationRefused(
                _("«%(section)s» is %(length)s characters long and the limit is %(limit)s: shorten it.")
                % {
                    "section": known[code].title,
                    "length": number(len(text)),
                    "limit": number(MAX_SECTION),
                },
                field=f"s_{code}",
            )
    changed = {**row.content, **kept}
    if (changed, title.strip(), addressee.strip()) == (row.content, row.title, row.addressee):
        return row
    row.content, row.title, row.addressee = changed, title.strip()[:160], addressee.strip()[:200]
    row.revision, row.changed_by, row.changed_at = row.revision + 1, by, at
    row.save()
    return row


@transaction.atomic
def merge_again(*, report: SocialReport, by: User, at: datetime) -> SocialReport:
    """Read the data anew. What was written stays; a section kept as it was proposed takes the new words.

    :raises OperationRefused: signed already.
    """
    row = _draft(report)
    fresh = proposals_for(row, template_of(row), by, at)
    for code, said in fresh.items():
        before = row.proposals.get(code, {}).get("text", "")
        if row.content.get(code, "") in ("", before):
            row.content[code] = said["text"]
    row.proposals, row.merged_at = fresh, at
    row.revision, row.changed_by, row.changed_at = row.revision + 1, by, at
    row.save()
    return row


@transaction.atomic
def sign_report(*, report: SocialReport, expected: int, by: User, at: datetime) -> SocialReport:
    """Freeze it: PDF/A in the case, with the fingerprint of its content. From now on it is corrected by a new version.

    :raises ChangedMeanwhile: it is no longer what the signer read.
    :raises OperationRefused: signed already; `missing` says which sections are empty, or tell what must not leave.
    """
    row = _draft(report)
    if row.revision != expected:
        raise ChangedMeanwhile(
            _("The report was changed while you were reading it: read it again, then sign.")
        )
    chosen = template_of(row)
    empty = [part.title for part in chosen.sections if part.needed and not row.content.get(part.code, "")]
    if empty:
        raise OperationRefused(_("Some sections are still to be written."), missing=empty)
    _refuse_what_must_not_leave(row, chosen, at)
    paper, mark = report_paper(row, chosen, by, at)
    document = store_document(
        kind=DocumentKind.SOCIAL_REPORT,
        title=_("%(title)s, version %(number)s") % {"title": row.title, "number": row.number},
        content=paper,
        filename=f"relazione-{row.case.number.replace('/', '-')}-{row.number}.pdf",
        media_type="application/pdf",
        by=by,
        at=at,
        context=row.case_id,
        frozen=True,
        version=row.number,
    )
    row.state = REPORT_TRANSITIONS.move("sign", row.state)
    row.signed_by, row.signed_at, row.document, row.fingerprint = by, at, document, mark
    row.save()
    if row.replaces is not None:
        row.replaces.state = REPORT_TRANSITIONS.move("replace", row.replaces.state)
        row.replaces.save(update_fields=["state"])
    record(
        "record.report.signed",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        title=row.title,
        number=row.number,
    )
    return row


def _refuse_what_must_not_leave(row: SocialReport, chosen: ReportTemplate, at: datetime) -> None:
    """Towns in the sections are covered on the paper; title and addressee are printed as they are."""
    shelter = shelter_of(row.case, at.date())
    written = {part.title: row.content.get(part.code, "") for part in chosen.sections}
    head = {_("Title or addressee"): f"{row.title} / {row.addressee}"}
    everything = {**written, **head}
    if telling := [title for title, text in everything.items() if shelter.secrets_in(text)]:
        raise OperationRefused(
            _(
                "A protected address or telephone stands here, and must not leave: take it away before you sign."
            ),
            missing=telling,
        )
    if telling := [title for title, text in head.items() if shelter.towns_in(text)]:
        raise OperationRefused(
            _("The town of somebody whom nobody may find stands here, and must not leave: take it out."),
            missing=telling,
        )
    if naming := [title for title, text in everything.items() if shelter.names_restricted(text)]:
        raise OperationRefused(
            _(
                "Somebody whose data are restricted (GDPR art. 18) is named here, and their data do not leave."
            ),
            missing=naming,
        )


@transaction.atomic
def correct_report(*, report: SocialReport, reason: str, by: User, at: datetime) -> SocialReport:
    """A new version, which takes the place of the signed one when it is signed in its turn. One at a time.

    :raises OperationRefused: not signed, no reason, or one that tells what must not leave: it stands on the paper.
    """
    row = SocialReport.objects.select_for_update(of=("self",)).select_related("case").get(pk=report.pk)
    _open_case(row.case)
    if row.state != ReportState.SIGNED:
        raise OperationRefused(_("Only a signed report is corrected by a new version."))
    why = " ".join(reason.split())[:300]
    if not why:
        raise OperationRefused(_("Say why there is a new version."), field="reason")
    shelter_of(row.case, at.date()).refuse({"reason": why})
    standing = SocialReport.objects.filter(replaces=row).first()
    if standing is not None:
        return standing
    following = SocialReport.objects.create(
        case=row.case,
        template=row.template,
        template_since=row.template_since,
        title=row.title,
        addressee=row.addressee,
        number=row.number + 1,
        replaces=row,
        change_reason=why,
        proposals=json.loads(json.dumps(row.proposals)),
        content=json.loads(json.dumps(row.content)),
        merged_at=row.merged_at,
        created_by=by,
        created_at=at,
        changed_by=by,
        changed_at=at,
    )
    record(
        "record.report.replaced",
        by=by,
        at=at,
        context=row.case_id,
        subject=following,
        title=row.title,
        reason=why,
    )
    return following


@transaction.atomic
def drop_report(*, report: SocialReport, by: User, at: datetime) -> SocialReport:
    """It is not finished: it stands no longer among the drafts. Whoever began it, or is responsible for the case.

    :raises OperationRefused: signed already. :raises NotPermitted: anybody else.
    """
    row = _draft(report)
    if by.pk not in (row.created_by_id, row.case.responsible_id):
        raise NotPermitted(_("Whoever began a report and the responsible worker leave it unfinished."))
    row.state = REPORT_TRANSITIONS.move("drop", row.state)
    row.replaces, row.changed_by, row.changed_at = None, by, at
    row.save(update_fields=["state", "replaces", "changed_by", "changed_at"])
    record("record.report.dropped", by=by, at=at, context=row.case_id, subject=row, title=row.title)
    return row


def _draft(report: SocialReport) -> SocialReport:
    rows = SocialReport.objects.select_for_update(of=("self",)).select_related(
        "case__household", "changed_by", "replaces"
    )
    row = rows.get(pk=report.pk)
    _open_case(row.case)
    if row.state != ReportState.DRAFT:
        raise OperationRefused(_("This report is no longer a draft: it is corrected by a new version."))
    return row


def _open_case(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("household", "unit")
    row = rows.get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    return row
