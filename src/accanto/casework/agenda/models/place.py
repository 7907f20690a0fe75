from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, DateTimeField, Exists, F, Func, OuterRef, Q, Value

from accanto.casework.agenda.enums import STANDING, PlaceState
from accanto.casework.agenda.models.slot import Slot
from accanto.people.households.models import Member
from accanto.people.persons.visibility import asked_at, seen_by_context, seen_by_person

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

_STANDING = [state.value for state in STANDING]


class _KeptApart(Func):
    function = "agenda_kept_apart"
    output_field = BooleanField()


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: "User") -> Self:
        """Whose person or case one sees; and, unless they are kept apart, those of one's own office and taken by
        oneself. The same rule as the row policy."""
        apart: Any = _KeptApart(
            Value(user.pk),
            Value(asked_at(), output_field=DateTimeField()),
            F("person_id"),
            F("household_id"),
            F("case_id"),
        )
        members = Member.objects.filter(household=OuterRef("household_id"), ends_on=None)
        seen = (
            Q(case__isnull=False) & Q(seen_by_context(user, context="case_id", unit="case__unit_id"))
            | Q(case=None, person__isnull=False) & Q(seen_by_person(user, person="person_id"))
            | Q(case=None, person=None, household__isnull=False)
            & Q(Exists(members.filter(seen_by_person(user, person="person_id"))))
        )
        own = Q(taken_by=user)
        if user.may("agenda.book"):
            own |= Q(slot__office_id__in=user.access.offices | user.access.coordinates)
        return self.alias(kept_apart=apart).filter(seen | own & Q(kept_apart=False))

    def standing(self) -> Self:
        return self.filter(state__in=STANDING)


class Place(models.Model):
    """Somebody's seat in a slot: a person, a household, a case, or only a name that was given at the desk.

    An invitation holds its seat until `reply_by` (the last day for an answer): so those invited are never more than
    the free places.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="places")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="places")
    person = models.ForeignKey("persons.Person", models.CASCADE, null=True, related_name="places")
    household = models.ForeignKey("households.Household", models.CASCADE, null=True, related_name="places")
    name = models.CharField(max_length=120, blank=True, help_text="of whoever is not registered")
    contact = models.CharField(max_length=120, blank=True, help_text="to be called if the slot is cancelled")
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=PlaceState.choices, default=PlaceState.BOOKED)
    reply_by = models.DateField(null=True)
    remind = models.BooleanField(default=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="null: the term"
    )
    reason = models.CharField(max_length=200, blank=True)
    appointment = models.OneToOneField(
        "cases.Appointment",
        models.CASCADE,
        null=True,
        related_name="public_place",
        help_text="that of another room (a convocation): what becomes of it becomes of the place",
    )
    moved_to = models.OneToOneField("self", models.SET_NULL, null=True, related_name="moved_from")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["slot__starts_at", "taken_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="place_is_somebodys",
                condition=Q(case__isnull=False)
                | Q(person__isnull=False)
                | Q(household__isnull=False)
                | ~Q(name=""),
            ),
            models.CheckConstraint(
                name="place_state_has_its_facts",
                condition=Q(state="invited", reply_by__isnull=False, settled_at=None)
                | Q(state="booked", settled_at=None)
                | Q(state__in=["came", "missed", "lapsed"], settled_at__isnull=False)
                | Q(state="cancelled", settled_at__isnull=False) & ~Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["slot", "person"], name="one_place_for_a_person", condition=Q(state__in=_STANDING)
            ),
            models.UniqueConstraint(
                fields=["slot", "case"],
                name="one_place_for_a_case",
                condition=Q(state__in=_STANDING, person=None),
            ),
            models.UniqueConstraint(
                fields=["slot", "household"],
                name="one_place_for_a_household",
                condition=Q(state__in=_STANDING, person=None),
            ),
            models.UniqueConstraint(
                fields=["slot", "name"],
                name="one_place_for_a_name",
                condition=Q(state__in=_STANDING, person=None, case=None, household=None),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "state"], name="place_case_state"),
            models.Index(fields=["reply_by"], name="place_invited", condition=Q(state="invited")),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.state}"


class SlotMeeting(models.Model):
    """The appointment that takes the operator's time because somebody has a place in the slot."""

    slot = models.OneToOneField(Slot, models.CASCADE, related_name="meeting")
    appointment = models.OneToOneField("cases.Appointment", models.CASCADE, related_name="slot_meeting")

    def __str__(self) -> str:
        return f"{self.slot_id} {self.appointment_id}"
