"""A contact is of the access point where it happened: of those who serve there and those who coordinate its office; of
the unit that is asked to take somebody in charge; of those who read the case that it became. Others read counts."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import define_view, protect, protect_within, publish_for_reports

# Where whoever acts receives people today, and where they coordinate.
_POINTS = """
SELECT point.id, EXISTS (
  SELECT FROM public.desk_deskpost post
  WHERE post.point_id = point.id AND post.user_id = acc_user()
    AND post.starts_on <= (acc_at() AT TIME ZONE 'Europe/Rome')::date
    AND (post.ends_on IS NULL OR post.ends_on > (acc_at() AT TIME ZONE 'Europe/Rome')::date)
) AS serves, point.office_id = ANY(acc_coordinates()) AS coordinates
FROM public.desk_accesspoint point
"""
_ASKED = "SELECT asked.contact_id FROM public.desk_chargerequest asked WHERE asked.unit_id = ANY(acc_coordinates())"
define_view("acc_desk", _POINTS)
define_view("acc_desk_asked", _ASKED)

_HERE = "{table}.point_id IN (SELECT id FROM acc_desk WHERE serves OR coordinates)"
_MANAGES = "acc_may('desk.manage')"
for table in ("desk_accesspoint", "desk_deskpost", "desk_mediatorservice"):
    protect(table, see="TRUE", add=_MANAGES, change=_MANAGES)
for table in ("desk_ticket", "desk_mediatorcall"):
    protect(table, see=_HERE.format(table=table))


def _told(column: str) -> str:
    """Nothing of people behind a fence, nor of whom one must not see."""
    apart = "SELECT apart.id FROM acc_apart apart"
    return f"(desk_contact.{column} IS NULL OR desk_contact.{column} NOT IN ({apart}))"


protect(
    "desk_contact",
    see=(
        f"({_HERE.format(table='desk_contact')}"  # noqa: S608 - made of constants
        " OR desk_contact.id IN (SELECT contact_id FROM acc_desk_asked)"
        f" OR {seen('desk_contact', depth=30)})"
        f" AND {_told('person_id')} AND {_told('about_id')}"
        " AND (case_id IS NULL OR case_id NOT IN (SELECT context FROM acc_barred_case) AND NOT acc_fenced_off(case_id))"
    ),
)
protect_within("desk_contact", {"desk_contactoutcome": "contact_id", "desk_unmetdemand": "contact_id"})
_OF_CONTACT = "EXISTS (SELECT FROM desk_contact told WHERE told.id = {table}.contact_id{more})"
# What was listened to: those who serve where it was said, and those who work on the case that it became.
protect(
    "desk_listeningnote",
    see=_OF_CONTACT.format(
        table="desk_listeningnote",
        more=(f" AND (told.point_id IN (SELECT id FROM acc_desk WHERE serves) OR {seen('told', depth=40)})"),  # noqa: S608
    ),
)
protect(
    "desk_chargerequest",
    see=(
        f"(unit_id = ANY(acc_coordinates()) OR {_HERE.format(table='desk_chargerequest')})"
        f" AND {_OF_CONTACT.format(table='desk_chargerequest', more='')}"
    ),
)
publish_for_reports(
    "desk_contact",
    "id", "point_id", "happened_at", "channel", "identity", "for_whom", "language", "nationality", "needs", "minutes",
)  # fmt: skip
publish_for_reports("desk_contactoutcome", "id", "contact_id", "kind", "state")
publish_for_reports("desk_unmetdemand", "id", "contact_id", "need", "reason")
publish_for_reports("desk_ticket", "id", "point_id", "day", "state", "arrived_at", "called_at")
publish_for_reports("desk_mediatorcall", "id", "point_id", "language", "state", "asked_at", "minutes")
