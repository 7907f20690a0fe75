"""Ids that follow from what they are of: the same directory always exports the same file. And our taxonomies."""

from typing import Any
from uuid import UUID, uuid5

from accanto.access.directory.enums import Target
from accanto.access.directory.words import need_label

NAMESPACE = UUID("6f1d1f0e-6a52-5a0c-9a53-3d5c1b3a7a10")
NEEDS, TARGETS, DETAILS = "accanto:needs", "accanto:targets", "accanto:details"
BODIES, ISTAT = "accanto:bodies", "ISTAT"
# What the specification has no field for: of a service, and of a service at a location.
OF_ENTRY = ("check_every", "fee", "accessibility")
OF_PLACE = ("secret", "by_appointment", "open_on_holidays", "accessible")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Row = dict[str, Any]
Package = dict[str, list[Row]]


def id_of(kind: str, *parts: object) -> str:
    return str(uuid5(NAMESPACE, "/".join([kind, *map(str, parts)])))


def taxonomy_id(name: str) -> str:
    return id_of("taxonomy", name)


def term_id(taxonomy: str, code: str) -> str:
    return id_of("term", taxonomy, code)


def term(taxonomy: str, code: str) -> Row:
    name = _term_name(taxonomy, code)
    return {
        "id": term_id(taxonomy, code),
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": taxonomy,
        "taxonomy_id": taxonomy_id(taxonomy),
        "language": "it",
    }


def _term_name(taxonomy: str, code: str) -> str:
    if taxonomy == NEEDS:
        return need_label(code)
    return str(Target(code).label) if taxonomy == TARGETS else code
