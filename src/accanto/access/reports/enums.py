from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class ReportState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("report", "received")
    EVALUATING = "evaluating", pgettext_lazy("report", "in evaluation")
    ANSWERED = "answered", pgettext_lazy("report", "answered")
    CLOSED = "closed", pgettext_lazy("report", "closed")


REPORT_TRANSITIONS = Transitions(
    {
        "evaluate": ({ReportState.RECEIVED}, ReportState.EVALUATING),
        "answer": ({ReportState.EVALUATING, ReportState.ANSWERED}, ReportState.ANSWERED),
        "conclude": ({ReportState.EVALUATING, ReportState.ANSWERED}, ReportState.CLOSED),
    }
)


class ReporterKind(models.TextChoices):
    POLICE = "police", _("police")
    JUDICIAL_POLICE = "judicial_police", _("judicial police")
    PROSECUTOR = "prosecutor", _("prosecutor")
    COURT = "court", pgettext_lazy("reporter", "court")
    HELPLINE_114 = "helpline_114", _("114 child emergency")
    HELPLINE_1522 = "helpline_1522", _("1522 violence and stalking")
    HOSPITAL = "hospital", _("hospital")
    HEALTH_AGENCY = "health_agency", _("health agency")
    SCHOOL = "school", pgettext_lazy("reporter", "school")
    OTHER_TOWN = "other_town", _("social service of another town")
    INSTITUTION = "institution", _("other institution")
    CITIZEN = "citizen", pgettext_lazy("reporter", "citizen")


class Channel(models.TextChoices):
    PHONE = "phone", _("phone")
    PEC = "pec", _("certified e-mail")
    EMAIL = "email", _("e-mail")
    IN_PERSON = "in_person", _("in person")
    POST = "post", _("post")


class Urgency(models.TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("urgency", "ordinary")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")
    IMMEDIATE = "immediate", pgettext_lazy("urgency", "immediate")


class Part(models.TextChoices):
    """What somebody named has to do with the fact."""

    MINOR = "minor", _("the minor")
    VICTIM = "victim", _("who suffered it")
    ALLEGED = "alleged", _("who is said to have done it")
    PARENT = "parent", _("parent")
    HOUSEHOLD = "household", _("lives with them")
    CONCERNED = "concerned", _("the person concerned")
    OTHER = "other", pgettext_lazy("part", "other")


class Moment(models.TextChoices):
    """What of a report can be put right: days and hours that terms are counted from, or are."""

    RECEIVED = "received_at", _("the arrival of the report")
    PLACED = "placed_at", _("the hour of the placement")
    EXECUTION = "execution_on", _("the day of the eviction")
    DUE = "due_on", _("the term of the order")
    HEARING = "hearing_on", _("the day of the hearing")
    ENDED = "ended_on", _("how the eviction went")


class ClockOwner(models.TextChoices):
    """Whose act the term waits for."""

    SERVICE = "service", _("the service")
    PROSECUTOR = "prosecutor", _("the prosecutor")
    COURT = "court", _("the court")


class OutcomeKind(models.TextChoices):
    NEW_CASE = "new_case", _("a new case is opened")
    EXISTING_CASE = "existing_case", _("it joins a case that is open")
    OTHER_BODY = "other_body", _("it goes to the body that is competent")
    ARCHIVED = "archived", _("it is archived, with a reason")


class CallState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("call", "waits to be handed over")
    HANDED_OVER = "handed_over", pgettext_lazy("call", "handed over")


class ShiftState(models.TextChoices):
    OPEN = "open", pgettext_lazy("shift", "under way")
    CLOSED = "closed", pgettext_lazy("shift", "closed")


CALL_TRANSITIONS = Transitions({"accept": ({CallState.WAITING}, CallState.HANDED_OVER)})


class EvictionEnd(models.TextChoices):
    """What happened on the day."""

    CARRIED_OUT = "carried_out", _("it was carried out")
    POSTPONED = "postponed", _("it was postponed to another day")
    SOLVED = "solved", _("it was not needed: a solution was found before")
