"""«A protected record exists»: all that is said, and only of what may be opened in an emergency."""

import re
from uuid import UUID

from django.db import connection

from accanto.territory.staff.models import User

_CODE = re.compile(r"^[A-Z]{6}[0-9A-Z]{10}$|^\d{11}$")
_NUMBER = re.compile(r"^(\d{4})/(\d{1,7})$")


def protected_record(user: User, typed: str) -> UUID | None:
    """The case that an exact code or case number leads to, when it is protected and `user` does not see it.

    One query for every exact code or number of whoever may ask, whatever it finds; none otherwise.
    """
    wanted = typed.upper().replace(" ", "")
    if number := _NUMBER.match(wanted):
        wanted = f"{number[1]}/{int(number[2]):04d}"
    elif not _CODE.match(wanted):
        return None
    if not user.may("access.break_glass"):
        return None
    return _asked("acc_protected_record", wanted)


def is_protected(case_id: UUID) -> bool:
    """Whether a case may be opened in an emergency by whoever is acting, who does not see it yet."""
    return _asked("acc_protected_record", str(case_id)) is not None


def _asked(function: str, wanted: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [wanted])
        found: UUID | None = cursor.fetchone()[0]
        return found
