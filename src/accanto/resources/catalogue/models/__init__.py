from accanto.resources.catalogue.models.service import Service

__all__ = ["Service"]
