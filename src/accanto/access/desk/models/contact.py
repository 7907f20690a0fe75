from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from accanto.access.desk.enums import (
    Channel,
    ForWhom,
    Identity,
    NationalityGroup,
    OutcomeKind,
    OutcomeState,
    Slip,
    UnmetReason,
)
from accanto.access.desk.models.point import AccessPoint, DeskPost, in_force
from accanto.access.desk.models.ticket import Ticket
from accanto.casework.cases.models import Case
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import apart_from, asked_at

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

# Characters: a page and a half of words; longer papers are documents.
MOST_WORDS = 8000


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: "User") -> Self:
        """Of the access points where one serves or that one coordinates; what one's unit is asked; what became of a
        case that one reads. Never of people of whom one is told nothing. The same as the row-level policies say."""
        asked = apps.get_model("desk", "ChargeRequest").objects.filter(
            contact=OuterRef("pk"), unit__in=user.access.coordinates
        )
        read = Case.objects.visible_to(user, Depth.READ).filter(pk=OuterRef("case_id"))
        mine = Q(point__in=AccessPoint.objects.visible_to(user)) | Q(Exists(asked)) | Q(Exists(read))
        apart = apart_from(user)
        told = (Q(person=None) | ~Q(person__in=apart)) & (Q(about=None) | ~Q(about__in=apart))
        return self.filter(mine & told)

    def heard_by(self, user: "User") -> Self:
        """Whose listening notes one reads: where one serves, and in the cases on which one works."""
        posts = DeskPost.objects.filter(
            in_force(localdate(asked_at())), user=user, point=OuterRef("point_id")
        )
        works = Case.objects.visible_to(user, Depth.WORK).filter(pk=OuterRef("case_id"))
        return self.visible_to(user).filter(Exists(posts) | Exists(works))


class Contact(models.Model):
    """Somebody came, telephoned or wrote. Of an anonymous contact no column can hold who it was."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.UUIDField(
        unique=True, help_text="of the form that it came from: sent twice, it is kept once"
    )
    point = models.ForeignKey(AccessPoint, models.PROTECT, related_name="contacts")
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, related_name="contact")
    happened_at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    identity = models.CharField(max_length=10, choices=Identity.choices)
    person = models.ForeignKey(
        "persons.Person", models.PROTECT, null=True, related_name="+", help_text="who asks"
    )
    name = models.CharField(max_length=120, blank=True, help_text="where only a name is told")
    for_whom = models.CharField(max_length=10, choices=ForWhom.choices, default=ForWhom.SELF)
    about = models.ForeignKey(
        "persons.Person", models.PROTECT, null=True, related_name="+", help_text="for whom it is asked"
    )
    language = models.CharField(max_length=3, default="ita", help_text="ISO 639-3, lower case")
    nationality = models.CharField(max_length=10, choices=NationalityGroup.choices, blank=True)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, null=True, related_name="+")
    needs = ArrayField(models.CharField(max_length=24))
    request = models.TextField(blank=True, max_length=MOST_WORDS, help_text="what was asked")
    minutes = models.PositiveSmallIntegerField(null=True)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", help_text="that it became, or belongs to"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="contact_identity_has_its_facts",
                condition=Q(identity="anonymous", person=None, name="", about=None, case=None)
                | Q(identity="name", person=None) & ~Q(name="")
                | Q(identity="person", person__isnull=False, name=""),
            ),
            models.CheckConstraint(name="contact_has_a_need", condition=Q(needs__len__gte=1)),
            models.CheckConstraint(
                name="contact_about_somebody_else",
                condition=Q(about=None) | Q(person=None) | ~Q(about=F("person")),
            ),
        ]
        indexes = [
            models.Index(fields=["point", "-happened_at"], name="contact_point_when"),
            models.Index(fields=["person"], name="contact_person", condition=Q(person__isnull=False)),
            models.Index(fields=["case"], name="contact_case", condition=Q(case__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M}"


class ListeningNote(models.Model):
    """What was listened to, kept apart from the contact: fewer people read it."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="listening")
    text = models.TextField(max_length=MOST_WORDS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="listening_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.contact_id}"


class ContactOutcome(models.Model):
    """What came of a contact, or what is still to be done. `result` names the row that the step led to."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=OutcomeKind.choices)
    state = models.CharField(max_length=8, choices=OutcomeState.choices)
    entry = models.ForeignKey(
        "directory.Entry", models.PROTECT, null=True, related_name="+", help_text="of a signposting"
    )
    words = models.CharField(max_length=300, blank=True)
    slip = models.CharField(max_length=8, choices=Slip.choices, blank=True)
    slip_at = models.DateTimeField(null=True)
    result = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="desk_outcome_state_has_its_facts",
                condition=Q(state="to_do", settled_at=None, settled_by=None)
                | Q(state="done", settled_at__isnull=False, settled_by__isnull=False)
                | Q(state="dropped", settled_at__isnull=False, settled_by__isnull=False) & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="signposting_says_where",
                condition=~Q(kind="signposting") & Q(entry=None)
                | Q(kind="signposting") & (Q(entry__isnull=False) | ~Q(words="")),
            ),
            models.CheckConstraint(
                name="slip_has_a_moment",
                condition=Q(slip="", slip_at=None) | ~Q(slip="") & Q(slip_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="desk_outcome_to_do", condition=Q(state="to_do")),
            models.Index(fields=["result"], name="desk_outcome_result", condition=Q(result__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.kind}"


class UnmetDemand(models.Model):
    """A need that nothing here answers, and why: one row for each need of a contact."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="unmet")
    need = models.CharField(max_length=24)
    reason = models.CharField(max_length=14, choices=UnmetReason.choices)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "unmet demand"
        constraints = [models.UniqueConstraint(fields=["contact", "need"], name="unmet_once_for_a_need")]

    def __str__(self) -> str:
        return f"{self.need} {self.reason}"
