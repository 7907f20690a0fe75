from accanto.territory.bodies.models.body import Office, Organisation

__all__ = ["Office", "Organisation"]
