"""Reference data of the template database: the zone of the sources, the fixed cast, catalogue, instruments, team."""

from datetime import UTC, datetime

# Before everything that a test tells, whatever day it believes to be on.
LOADED_AT = datetime(2018, 1, 2, 9, tzinfo=UTC)


def load() -> None:
    from accanto.faces.demo.reference import load_reference

    load_reference(LOADED_AT)
