from collections.abc import Iterable, Iterator
from datetime import date

from accanto.access.directory.hsds.terms import (
    BODIES,
    DAYS,
    DETAILS,
    ISTAT,
    NEEDS,
    OF_ENTRY,
    OF_PLACE,
    TARGETS,
    Package,
    Row,
    id_of,
    taxonomy_id,
    term,
    term_id,
)
from accanto.access.directory.models import Entry, EntryPlace
from accanto.access.directory.words import language_name

TABLES = (
    "organization", "organization_identifier", "service", "service_at_location", "location", "address", "contact",
    "phone", "schedule", "language", "accessibility", "required_document", "cost_option", "service_area", "attribute",
    "taxonomy", "taxonomy_term",
)  # fmt: skip


def package_of(entries: Iterable[Entry]) -> Package:
    """The published entries as tables of HSDS 3.1, each row once, in the order in which they are told."""
    found: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
    for entry in entries:
        for table, row in _rows(entry):
            found[table].setdefault(row["id"], row)
    for name in dict.fromkeys(row["taxonomy"] for row in found["taxonomy_term"].values()):
        found["taxonomy"][name] = _taxonomy(name)
    return {table: list(rows.values()) for table, rows in found.items()}


def entries_to_export() -> Iterable[Entry]:
    rows = Entry.objects.published().select_related("organisation").order_by("pk")
    return rows.prefetch_related("places__municipality", "serves")


def _rows(entry: Entry) -> Iterator[tuple[str, Row]]:
    organisation, identifiers = _organisation(entry)
    yield "organization", organisation
    for identifier in identifiers:
        yield "organization_identifier", identifier
    yield "service", _service(entry, organisation["id"])
    yield from _of_service(entry)
    yield from _attributes("service", str(entry.pk), _tagged(entry))
    for place in entry.places.all():
        yield from _place_rows(entry, place)


def _organisation(entry: Entry) -> tuple[Row, list[Row]]:
    body = entry.organisation
    key = body.code if body else entry.provider
    pk = id_of("organization", "body" if body else "name", key)
    told = {"id": pk, "name": entry.given_by, "description": entry.given_by}
    if body is None:
        return told, []
    identifier = {
        "id": id_of("organization_identifier", body.code), "organization_id": pk, "identifier_scheme": BODIES,
        "identifier_type": "code", "identifier": body.code,
    }  # fmt: skip
    return told, [identifier]


def _service(entry: Entry, organisation: str) -> Row:
    optional = {
        "url": entry.web,
        "email": entry.email,
        "application_process": entry.way_in,
        "fees_description": entry.fee_words,
        "eligibility_description": entry.conditions,
        "assured_date": _day(entry.assured_on),
        "assurer_email": entry.assurer_email,
    }
    return {
        "id": str(entry.pk),
        "organization_id": organisation,
        "name": entry.name,
        "description": entry.description,
        "status": "active",
        **{name: value for name, value in optional.items() if value},
    }


def _of_service(entry: Entry) -> Iterator[tuple[str, Row]]:
    own = {"service_id": str(entry.pk)}
    yield from _contact(entry, own)
    for code in sorted(entry.languages):
        yield (
            "language",
            {"id": id_of("language", entry.pk, code), **own, "code": code, "name": language_name(code)},
        )
    for number, line in enumerate(filter(None, map(str.strip, entry.documents.splitlines()))):
        yield (
            "required_document",
            {"id": id_of("document", entry.pk, f"{number:03d}"), **own, "document": line},
        )
    for option, amount in (("minimum", entry.fee_from), ("maximum", entry.fee_to)):
        if amount is not None:
            cost = {"option": option, "currency": "EUR", "amount": float(amount)}
            yield "cost_option", {"id": id_of("cost", entry.pk, option), **own, **cost}
    for one in entry.serves.all():
        area = {"name": one.name, "description": f"{ISTAT} {one.istat_code}"}
        yield "service_area", {"id": id_of("area", entry.pk, one.istat_code), **own, **area}


def _contact(entry: Entry, own: Row) -> Iterator[tuple[str, Row]]:
    """Whom one writes to or calls: an office of whoever gives it, never a person."""
    if not (entry.telephone or entry.email):
        return
    pk = id_of("contact", entry.pk)
    office = {"id": pk, **own, "department": entry.given_by}
    yield "contact", {**office, "email": entry.email} if entry.email else office
    if entry.telephone:
        number = {"contact_id": pk, "number": entry.telephone}
        yield "phone", {"id": id_of("phone", entry.pk), **own, **number}


def _tagged(entry: Entry) -> Iterator[tuple[str, str, str]]:
    for code in sorted(entry.needs):
        yield NEEDS, code, ""
    for code in sorted(entry.targets):
        yield TARGETS, code, ""
    for code in OF_ENTRY:
        value = getattr(entry, code)
        if value not in ("", None):
            yield DETAILS, code, str(value)


def _attributes(entity: str, link: str, tagged: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, Row]]:
    for taxonomy, code, value in tagged:
        yield "taxonomy_term", term(taxonomy, code)
        row = {
            "id": id_of("attribute", link, taxonomy, code), "link_id": link, "link_entity": entity,
            "link_type": taxonomy.partition(":")[2], "taxonomy_term_id": term_id(taxonomy, code),
        }  # fmt: skip
        yield "attribute", {**row, "value": value} if value else row


def _place_rows(entry: Entry, place: EntryPlace) -> Iterator[tuple[str, Row]]:
    pk, location = str(place.pk), id_of("location", place.pk)
    own = {"service_at_location_id": pk}
    link = {"id": pk, "service_id": str(entry.pk), "location_id": location}
    yield "service_at_location", link
    yield "location", _location(place, location)
    if not place.secret and (place.address or place.town_name):
        yield "address", _address(place, location)
    if entry.accessibility and not place.secret:
        row = {"location_id": location, "description": entry.accessibility}
        yield "accessibility", {"id": id_of("accessibility", place.pk), **row}
    if place.telephone:
        yield "phone", {"id": id_of("phone", place.pk), **own, "number": place.telephone}
    yield from _schedules(place, own)
    yield from _attributes("service_at_location", pk, _tagged_place(place))


def _location(place: EntryPlace, pk: str) -> Row:
    told: Row = {"id": pk, "location_type": "physical"}
    if place.name:
        told["name"] = place.name
    if place.municipality and not place.secret:
        told |= {"external_identifier": place.municipality.istat_code, "external_identifier_type": ISTAT}
    return told


def _address(place: EntryPlace, location: str) -> Row:
    return {
        "id": id_of("address", place.pk),
        "location_id": location,
        "address_1": place.address,
        "city": place.town_name,
        "state_province": place.municipality.province if place.municipality else "",
        "postal_code": place.postal_code,
        "country": "IT",
        "address_type": "physical",
    }


def _schedules(place: EntryPlace, own: Row) -> Iterator[tuple[str, Row]]:
    days: dict[tuple[str, str], list[str]] = {}
    for day, opens, closes in place.hours:
        days.setdefault((str(opens), str(closes)), []).append(DAYS[int(day) - 1])
    for (opens, closes), which in sorted(days.items()):
        yield "schedule", {
            "id": id_of("schedule", place.pk, opens, closes), **own, "freq": "WEEKLY", "interval": 1,
            "byday": ",".join(which), "opens_at": opens, "closes_at": closes,
        }  # fmt: skip
    if place.hours_words:
        yield (
            "schedule",
            {"id": id_of("schedule", place.pk, "words"), **own, "description": place.hours_words},
        )


def _tagged_place(place: EntryPlace) -> Iterator[tuple[str, str, str]]:
    values = {
        "secret": "yes" if place.secret else "",
        "by_appointment": "yes" if place.by_appointment else "",
        "open_on_holidays": "" if place.closed_on_holidays else "yes",
        "accessible": "" if place.accessible is None else "yes" if place.accessible else "no",
    }
    for code in OF_PLACE:
        if values[code]:
            yield DETAILS, code, values[code]


def _taxonomy(name: str) -> Row:
    return {"id": taxonomy_id(name), "name": name, "description": name}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
