"""What an extract tells of the cases: number, unit, who by role, what was written, which documents."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases import extract_life
from accanto.casework.cases.deadline_kinds import UnknownDeadline, kind_of
from accanto.casework.cases.enums import CaseOutcome, DiaryKind
from accanto.casework.cases.models import (
    Appointment,
    Case,
    CaseClosure,
    CaseOpening,
    CaseWorker,
    Deadline,
    DiaryEntry,
    NetworkContact,
)
from accanto.foundation.documents.models import Document
from accanto.people.persons.extracts import (
    Section,
    Subject,
    Told,
    leave_out,
    register_names,
    register_section,
    told,
)


def register() -> None:
    cases = ("cases.Case", "cases.CaseWorker", "cases.CaseClosure", "cases.CaseOpening")
    register_section(Section(100, "cases", gettext_lazy("Your cases"), cases, _cases))
    extract_life.register()
    register_section(
        Section(110, "appointments", gettext_lazy("Appointments"), ("cases.Appointment",), _appointments)
    )
    register_section(Section(120, "deadlines", gettext_lazy("Terms"), ("cases.Deadline",), _deadlines))
    register_section(
        Section(
            400,
            "diary",
            gettext_lazy("The diary"),
            ("cases.DiaryEntry", "cases.DiaryVersion"),
            _diary,
            words=True,
        )
    )
    register_section(
        Section(
            410, "documents", gettext_lazy("Documents kept"), ("documents.Document",), _documents, words=True
        )
    )
    register_section(
        Section(395, "network", gettext_lazy("The network"), ("cases.NetworkContact",), _network, words=True)
    )
    register_names(_names)
    leave_out(
        ["cases.DiaryParticipant"],
        gettext_lazy("Who was there: others stand in it; what was said is told in the diary."),
    )
    leave_out(
        ["cases.AppointmentOperator"],
        gettext_lazy(
            "Which operator kept an appointment: it concerns the operators; the appointment itself is told."
        ),
    )
    leave_out(
        ["cases.AccessRequest"],
        gettext_lazy(
            "Who asked to see: whoever was let in stands among those who may see; the rest concerns the operators."
        ),
    )


def _cases(subject: Subject) -> list[Told]:
    rows = Case.objects.filter(pk__in=subject.cases).select_related("unit").order_by("opened_on", "pk")
    openings = {row.case_id: row for row in CaseOpening.objects.filter(case__in=subject.cases)}
    closures = {row.case_id: row for row in CaseClosure.objects.filter(case__in=subject.cases)}
    workers: dict[object, list[str]] = {}
    for worker in CaseWorker.objects.filter(case__in=subject.cases).order_by("starts_on", "pk"):
        if worker.ends_on is None or worker.ends_on > worker.starts_on:
            workers.setdefault(worker.case_id, []).append(str(worker.get_role_display()))
    found = []
    for case in rows:
        # The closing is told to whoever was still there.
        closure = closures.get(case.pk)
        mine = closure if closure and subject.covers(case.pk, closure.closed_on) else None
        began = openings.get(case.pk)
        begun = began if began and subject.covers(case.pk, case.opened_on) else None
        found.append(
            told(
                _("Case %(number)s") % {"number": case.number},
                ("number", _("Number"), case.number),
                ("unit", _("Unit responsible"), str(case.unit)),
                ("state", _("State"), case.get_state_display()),
                ("opened_on", _("Opened on"), case.opened_on),
                ("source", _("What led to it"), begun.get_source_display() if begun else ""),
                ("reason", _("Why it was opened"), subject.hide(begun.reason) if begun else ""),
                ("closed_on", _("Closed on"), case.closed_on),
                ("workers", _("Who worked on it"), ", ".join(dict.fromkeys(workers.get(case.pk, [])))),
                ("outcome", _("How it ended"), str(CaseOutcome(mine.outcome).label) if mine else ""),
                ("evaluation", _("Final evaluation"), _evaluation(mine, subject)),
            )
        )
    return found


def _evaluation(closure: CaseClosure | None, subject: Subject) -> str:
    if closure is None:
        return ""
    parts = (closure.evaluation, closure.remains, closure.followed_by)
    return subject.hide("\n".join(part for part in parts if part))


def _appointments(subject: Subject) -> list[Told]:
    rows = Appointment.objects.filter(case__in=subject.cases).select_related("office")
    return [
        told(
            str(row.get_kind_display()),
            ("starts_at", _("When"), row.starts_at),
            ("office", _("Office"), str(row.office) if row.office and not subject.sheltered else ""),
            ("place", _("Where"), "" if subject.sheltered else subject.hide(row.place)),
            ("title", _("About"), subject.hide(row.title)),
            ("state", _("State"), row.get_state_display()),
        )
        for row in rows.order_by("starts_at", "pk")
        if row.case_id and subject.covers(row.case_id, row.starts_at)
    ]


def _deadlines(subject: Subject) -> list[Told]:
    rows = Deadline.objects.filter(case__in=subject.cases).order_by("due_on", "pk")
    return [
        told(
            _title(row.code),
            ("started_on", _("From"), row.started_on),
            ("due_on", _("To be done by"), row.due_on),
            ("rule", _("Rule"), row.rule),
            ("state", _("State"), row.get_state_display()),
        )
        for row in rows
        if subject.covers(row.case_id, row.started_on)
    ]


def _title(code: str) -> str:
    try:
        return str(kind_of(code).title)
    except UnknownDeadline:
        return code


def _diary(subject: Subject) -> list[Told]:
    """A worker's personal notes are no part of the file; other people's names become what they are to the person."""
    entries = DiaryEntry.objects.filter(case__in=subject.cases).exclude(kind=DiaryKind.PERSONAL)
    rows = entries.told().prefetch_related("versions")
    return [
        told(
            str(row.get_kind_display()),
            ("happened_at", _("When"), row.happened_at),
            ("text", _("Text"), subject.hide(row.told)),
            ("minutes", _("Minutes"), row.minutes),
            ("before", _("Before it was corrected"), _before(subject, row)),
        )
        for row in rows.order_by("happened_at", "pk")
        if subject.covers(row.case_id, row.happened_at)
    ]


def _before(subject: Subject, row: DiaryEntry) -> str:
    """The versions that a correction took the place of."""
    return "\n".join(subject.hide(one.text) for one in list(row.versions.all())[:-1])


def _network(subject: Subject) -> list[Told]:
    """That somebody is there and since when; who they are and how they are reached is theirs."""
    rows = NetworkContact.objects.filter(case__in=subject.cases).order_by("pk")
    return [
        told(
            str(row.get_role_display()),
            ("tie", _("Bond"), row.get_tie_display()),
            ("starts_on", _("From"), row.starts_on),
            ("ends_on", _("Until"), row.ends_on),
        )
        for row in rows
        if subject.covers(row.case_id, row.written_at)
    ]


def _names(_households: Iterable[UUID], cases: Iterable[UUID]) -> list[str]:
    return list(NetworkContact.objects.filter(case__in=cases).values_list("name", flat=True))


def _documents(subject: Subject) -> list[Told]:
    """Title and date; a copy is asked of whoever follows the person, who covers what concerns others."""
    rows = Document.objects.filter(context__in=subject.cases).order_by("created_at", "pk")
    return [
        told(
            subject.hide(row.title),
            ("kind", _("Kind"), row.get_kind_display()),
            ("created_at", _("Kept since"), row.created_at),
            ("version", _("Version"), row.version if row.version > 1 else None),
            ("fingerprint", _("Fingerprint"), row.sha256),
        )
        for row in rows
        if row.context and subject.covers(row.context, row.created_at)
    ]
