from accanto.territory.places.models.place import District, Municipality, ResidentCount, Zone

__all__ = ["District", "Municipality", "ResidentCount", "Zone"]
