"""The same facts as one object per service (what HSDS calls compiled), and back to tables."""

from collections import defaultdict
from typing import Any

from accanto.access.directory.hsds.terms import Package, Row

# Lists that hang on a row of a table: name in the nested object → (table, column that points up).
_ON: dict[str, dict[str, tuple[str, str]]] = {
    "service": {
        "contacts": ("contact", "service_id"),
        "phones": ("phone", "service_id"),
        "schedules": ("schedule", "service_id"),
        "languages": ("language", "service_id"),
        "required_documents": ("required_document", "service_id"),
        "cost_options": ("cost_option", "service_id"),
        "service_areas": ("service_area", "service_id"),
        "service_at_locations": ("service_at_location", "service_id"),
        "attributes": ("attribute", "link_id"),
    },
    "service_at_location": {
        "contacts": ("contact", "service_at_location_id"),
        "phones": ("phone", "service_at_location_id"),
        "service_areas": ("service_area", "service_at_location_id"),
        "schedules": ("schedule", "service_at_location_id"),
        "attributes": ("attribute", "link_id"),
    },
    "location": {
        "addresses": ("address", "location_id"),
        "contacts": ("contact", "location_id"),
        "accessibility": ("accessibility", "location_id"),
        "phones": ("phone", "location_id"),
        "schedules": ("schedule", "location_id"),
    },
    "organization": {
        "organization_identifiers": ("organization_identifier", "organization_id"),
        "contacts": ("contact", "organization_id"),
        "phones": ("phone", "organization_id"),
    },
    "contact": {"phones": ("phone", "contact_id")},
}
# One object that a row points at: name → (table, column of the row).
_AT: dict[str, dict[str, tuple[str, str]]] = {
    "service": {"organization": ("organization", "organization_id")},
    "service_at_location": {"location": ("location", "location_id")},
    "attribute": {"taxonomy_term": ("taxonomy_term", "taxonomy_term_id")},
    "taxonomy_term": {"taxonomy_detail": ("taxonomy", "taxonomy_id")},
}


def nested(package: Package) -> list[Row]:
    below: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for table, lists in _ON.items():
        for name, (child, column) in lists.items():
            found: dict[str, list[Row]] = defaultdict(list)
            for row in package.get(child, []):
                found[str(row.get(column, ""))].append(row)
            below[table, name] = found
    by_id = {table: {str(row["id"]): row for row in rows} for table, rows in package.items()}
    return [_within("service", row, below, by_id) for row in package.get("service", [])]


def _within(
    table: str, row: Row, below: dict[tuple[str, str], dict[str, list[Row]]], by_id: dict[str, dict[str, Row]]
) -> Row:
    whole: dict[str, Any] = dict(row)
    for name, (child, _column) in _ON.get(table, {}).items():
        rows = below[table, name].get(str(row["id"]), [])
        if rows:
            whole[name] = [_within(child, one, below, by_id) for one in rows]
    for name, (other, column) in _AT.get(table, {}).items():
        pointed = by_id.get(other, {}).get(str(row.get(column, "")))
        if pointed:
            whole[name] = _within(other, pointed, below, by_id)
    return whole


def flat(services: list[Any]) -> Package:
    """Tables again; what stands in several places stands once."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for service in services:
        if isinstance(service, dict):
            _take("service", service, found)
    return {table: list(rows.values()) for table, rows in found.items()}


def _take(table: str, row: Row, found: dict[str, dict[str, Row]]) -> None:
    own = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
    for name, (child, column) in _ON.get(table, {}).items():
        for one in _objects(row.get(name)):
            _take(child, {column: row.get("id"), **one}, found)
    for name, (other, column) in _AT.get(table, {}).items():
        pointed = row.get(name)
        if isinstance(pointed, dict):
            own.setdefault(column, pointed.get("id"))
            _take(other, pointed, found)
    found[table].setdefault(str(row.get("id")), own)


def _objects(value: Any) -> list[Row]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
