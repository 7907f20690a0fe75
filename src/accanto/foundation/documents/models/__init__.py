from accanto.foundation.documents.models.document import Document

__all__ = ["Document"]
