"""How closely each compartment is kept, as `data/compartments.yaml` says; the database is told the same modes."""

from functools import cache

from accanto.core import clock
from accanto.core.dated_rules import rule_at
from accanto.people.persons.enums import Compartment, CompartmentMode

FILE = "persons.compartments"


@cache
def modes() -> dict[str, CompartmentMode]:
    """Read once: a new mode begins when the zone's processes start again and the database has been told."""
    today = clock.today()
    return {code: CompartmentMode(rule_at(FILE, today, code)["mode"]) for code in Compartment.values}


def fenced() -> list[str]:
    """Compartments that a right reaches only when it carries them."""
    return sorted(
        code for code, mode in modes().items() if mode in {CompartmentMode.PROTECTED, CompartmentMode.CLOSED}
    )


def open_or_breakable() -> list[str]:
    return sorted(code for code, mode in modes().items() if mode != CompartmentMode.CLOSED)


def breakable() -> list[str]:
    """Compartments that open in an emergency, with a written reason."""
    return sorted(code for code, mode in modes().items() if mode == CompartmentMode.PROTECTED)
