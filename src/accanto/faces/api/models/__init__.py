from accanto.faces.api.models.key import ApiKey

__all__ = ["ApiKey"]
