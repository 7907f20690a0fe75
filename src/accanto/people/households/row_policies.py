"""A household is seen by whoever sees one of its members, and of it the members that they see."""

from accanto.core.database.policies import ANYBODY_AT_WORK, protect, publish_for_reports

protect(
    "households_household",
    see=(
        "EXISTS (SELECT FROM households_member member JOIN acc_grant mine ON mine.person_id = member.person_id"
        " WHERE member.household_id = households_household.id)"
    ),
    add=ANYBODY_AT_WORK,
)
protect(
    "households_member",
    see="EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = households_member.person_id)",
    add=ANYBODY_AT_WORK,
)
publish_for_reports(
    "households_member", "id", "household_id", "person_id", "relation", "starts_on", "ends_on"
)
