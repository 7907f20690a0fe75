"""Whom the privacy officer, who searches nobody, means by what is written on a paper."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accanto.core.errors import NotPermitted
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


def must_govern(by: User) -> None:
    """:raises NotPermitted:"""
    if not by.may("privacy.govern"):
        raise NotPermitted(
            _("Terms, holds and requests are for the privacy officer and for who coordinates.")
        )


def people_named(whom: str, by: User) -> QuerySet[Person]:
    """A person by codice fiscale, or all who have been in the household of a case, by its number («2026/0412»).

    Under a named purpose; locked, so that an erasure that is being decided waits. Whoever coordinates names only the
    people they see.
    """
    written = whom.strip().upper()
    chosen = (
        Q(memberships__household__cases__number=written)
        if "/" in written
        else Q(identifiers__value=written, identifiers__valid_to=None)
    )
    people = Person.objects.filter(chosen).values("pk")
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    return (
        rows if by.may("privacy.review") else rows.filter(pk__in=Person.objects.visible_to(by).values("pk"))
    )
