"""What the system does to protect people, told with figures read from the code of today."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accanto.core.dated_rules import rules_of
from accanto.foundation.audit import history
from accanto.steering.privacy.register import Register
from accanto.territory.staff.roles import ROLES


@dataclass(frozen=True)
class Measure:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Risk:
    text: str
    source: str
    measures: tuple[Measure, ...]


def measures_of(register: Register) -> dict[str, Measure]:
    kept = register.kept
    open_tables = [one for one in kept if one.closed]
    strong = [role.label for role in ROLES.values() if role.second_step]
    found = [
        Measure(
            "grants",
            _("Rights by assignment"),
            _(
                "Each right to see a person is a row with a reason, a depth and an end; who has no row sees nothing."
            ),
        ),
        Measure(
            "row_policies",
            _("The database refuses"),
            _("%(n)s of the %(all)s tables have row-level policies: a page with a mistake gets no rows.")
            % {"n": len(open_tables), "all": len(kept)},
        ),
        Measure(
            "readings",
            _("Readings are recorded"),
            _("Who opened whom, when, from where and by which right; the person can have the list."),
        ),
        Measure(
            "history",
            _("Writings are recorded"),
            _(
                "The database itself records every write to %(n)s tables; each record is chained to the one before."
            )
            % {"n": len(history.watched())},
        ),
        Measure(
            "patterns",
            _("Accesses out of pattern"),
            _("%(n)s rules and terms; every night the privacy officer finds what stands out.")
            % {"n": len(rules_of("privacy.patterns").rules)},
        ),
        Measure(
            "second_step",
            _("Second step at the log-in"),
            _("Required of: %(roles)s.") % {"roles": ", ".join(sorted(strong))},
        ),
        Measure(
            "documents",
            _("Documents encrypted"),
            _("Each document has a key of its own; what opens the keys is kept outside the database."),
        ),
        Measure(
            "retention",
            _("Terms of retention"),
            _("%(n)s classes, each with its years and its source; nothing is erased by itself.")
            % {"n": len(rules_of("privacy.retention").all_at(register.on))},
        ),
    ]
    return {one.key: one for one in found}


def risks_of(register: Register) -> list[Risk]:
    """:raises KeyError: a risk names a measure that is not there."""
    known = measures_of(register)
    return [
        Risk(rule.value, rule.source, tuple(known[key] for key in rule["measures"]))
        for rule in rules_of("privacy.risks").all_at(register.on).values()
    ]
