"""What an extract tells of the person's households: their own place; the others only by what they are to them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.people.households.models import Member
from accanto.people.households.relations import relation_in_words
from accanto.people.persons.extracts import Section, Subject, Told, register_section, told


def register() -> None:
    register_section(
        Section(
            40,
            "households",
            gettext_lazy("Households"),
            ("households.Household", "households.Member"),
            _households,
        )
    )


def _households(subject: Subject) -> list[Told]:
    written = Member.objects.filter(household__in=subject.households).select_related("household", "person")
    # What one was for no day at all, between a birth and a death learnt late, is no place in the household.
    rows = [row for row in written if row.ends_on is None or row.ends_on != row.starts_on]
    return [_told(own, rows) for own in rows if own.person_id == subject.person.pk]


def _told(own: Member, rows: list[Member]) -> Told:
    others = [row for row in rows if row.household_id == own.household_id and row.person_id != own.person_id]
    together = [row for row in others if _met(own, row)]
    return told(
        _("Household"),
        ("kind", _("Kind"), own.household.get_kind_display()),
        ("relation", _("Your relation to the reference person"), own.get_relation_display()),
        ("starts_on", _("From"), own.starts_on),
        ("ends_on", _("Until"), own.ends_on),
        (
            "others",
            _("With you"),
            ", ".join(relation_in_words(own.relation, row.relation, row.person.sex) for row in together),
        ),
    )


def _met(own: Member, other: Member) -> bool:
    """Both were in the household on some day."""
    return (own.ends_on is None or other.starts_on is None or other.starts_on < own.ends_on) and (
        other.ends_on is None or own.starts_on is None or own.starts_on < other.ends_on
    )
