"""A household is seen by whoever sees one of its members, and of it the members that they see."""

from accanto.core.database.policies import ANYBODY_AT_WORK, protect, publish_for_reports

protect(
    "households_household",
    # The members narrow themselves, one look-up each: a join with the grants would read all of a coordinator's.
    see="EXISTS (SELECT FROM households_member member WHERE member.household_id = households_household.id)",
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
