from accanto.foundation.audit.models.chain import Link, Seal
from accanto.foundation.audit.models.change import Change
from accanto.foundation.audit.models.event import Event
from accanto.foundation.audit.models.reading import Reading

__all__ = ["Change", "Event", "Link", "Reading", "Seal"]
