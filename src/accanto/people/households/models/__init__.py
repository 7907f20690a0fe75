from accanto.people.households.models.household import Household, Member

__all__ = ["Household", "Member"]
