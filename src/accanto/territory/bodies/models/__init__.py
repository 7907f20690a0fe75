from accanto.territory.bodies.models.body import Office, Organisation
from accanto.territory.bodies.models.hours import OfficeClosure, OfficeHours

__all__ = ["Office", "OfficeClosure", "OfficeHours", "Organisation"]
