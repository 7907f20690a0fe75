from accanto.access.directory.models.change import EntryChange
from accanto.access.directory.models.entry import Entry
from accanto.access.directory.models.place import EntryPlace

__all__ = ["Entry", "EntryChange", "EntryPlace"]
