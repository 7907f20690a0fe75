from accanto.casework.agenda.rules.local_time import at_local
from accanto.casework.agenda.rules.recurrence import RuleRefused, checked_rule, days_of, hours_of, weekly

__all__ = ["RuleRefused", "at_local", "checked_rule", "days_of", "hours_of", "weekly"]
