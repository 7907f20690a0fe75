"""From tables of HSDS to what the directory says: facts of each service, and what could not be understood."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.access.directory.enums import Fee, Target
from accanto.access.directory.facts import EntryFacts, PlaceFacts
from accanto.access.directory.hours import HoursNotUnderstood, tidy
from accanto.access.directory.hsds.cells import amount_of, clock_of, first_of, text_of
from accanto.access.directory.hsds.faults import Faults, check_package
from accanto.access.directory.hsds.nesting import flat
from accanto.access.directory.hsds.terms import BODIES, DAYS, DETAILS, ISTAT, NEEDS, TARGETS, Package, Row
from accanto.access.directory.needs import needs
from accanto.core.errors import OperationRefused
from accanto.territory.bodies.models import Organisation
from accanto.territory.places.models import Municipality

MOST_ROWS = 100_000


@dataclass(frozen=True)
class Told:
    """One service of the file. `active`: it is given now; `assured_on`: when somebody last checked it, if it says."""

    id: UUID
    facts: EntryFacts
    active: bool
    assured_on: date | None


def package_in(content: bytes) -> Package:
    """Tables, whether the file holds tables, a list of services, or a page of an HSDS address.

    :raises OperationRefused: no JSON, or none of the three.
    """
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise OperationRefused(
            _("This is no JSON file: choose the file that the other directory exported."), field="file"
        ) from None
    if isinstance(said, dict) and isinstance(said.get("contents"), list):
        said = said["contents"]
    package = flat(said) if isinstance(said, list) else said
    if not isinstance(package, dict) or not isinstance(package.get("service"), list):
        raise OperationRefused(
            _("No services are in this file: it must be HSDS 3, as tables or as a list of services."),
            field="file",
        )
    tables = {
        table: [row for row in rows if isinstance(row, dict)]
        for table, rows in package.items()
        if isinstance(rows, list)
    }
    if sum(map(len, tables.values())) > MOST_ROWS:
        raise OperationRefused(_("The file is too large: take over one part of it at a time."), field="file")
    return tables


class Reader:
    """Reads a package once; municipalities and bodies of the zone are known by their codes and names."""

    def __init__(self, package: Package, faults: Faults) -> None:
        self.package, self.faults = package, faults
        check_package(package, faults)
        self.by_id = {t: {str(r.get("id")): r for r in rows} for t, rows in package.items()}
        self.towns = {one.istat_code: one for one in Municipality.objects.filter(exists_to=None)}
        self.towns_by_name = {one.name.casefold(): one for one in self.towns.values()}
        self.bodies = {one.code: one for one in Organisation.objects.all()}
        self.pointing: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self.unnamed: set[str] = set()

    def services(self) -> list[Told]:
        return [told for row in self.package["service"] if (told := self._service(row)) is not None]

    def _of(self, table: str, column: str, key: Any) -> list[Row]:
        """Rows that point at an id, in the order of the file."""
        if (table, column) not in self.pointing:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.package.get(table, []):
                found[str(row.get(column))].append(row)
            self.pointing[table, column] = found
        return self.pointing[table, column].get(str(key), [])

    def _service(self, row: Row) -> Told | None:
        try:
            pk = UUID(str(row["id"]))
        except (KeyError, ValueError):
            return None  # said already
        tagged = self._tagged(row["id"])
        low, high = self._amounts(row)
        contacts = self._contacts(row)
        fee = tagged[DETAILS].get("fee", "")
        if fee not in set(Fee):
            fee = Fee.PAID if low else Fee.UNKNOWN
        facts = EntryFacts(
            name=text_of(row, "name"),
            description=text_of(row, "description") or text_of(row, "name"),
            **self._given_by(row),
            needs=self._needs(row, tagged),
            targets=tuple(sorted(set(tagged[TARGETS]) & set(Target))),
            serves=self._serves(row),
            conditions=text_of(row, "eligibility_description"),
            documents="\n".join(
                text_of(one, "document") for one in self._of("required_document", "service_id", row["id"])
            ),
            way_in=text_of(row, "application_process"),
            fee=fee,
            fee_words=text_of(row, "fees_description"),
            fee_from=None if fee == Fee.FREE else low,
            fee_to=None if fee == Fee.FREE else high,
            languages=self._languages(row),
            accessibility=self._accessibility(row, tagged),
            telephone=first_of(
                [*self._of("phone", "service_id", row["id"]), *self._phones_of(contacts)], "number"
            ),
            email=text_of(row, "email") or first_of(contacts, "email"),
            web=text_of(row, "url"),
            check_every=self._check_every(row, tagged),
            assurer_email=text_of(row, "assurer_email"),
            places=tuple(self._places(row)),
        )
        return Told(pk, facts, row.get("status") == "active", self._assured(row))

    def _tagged(self, link: Any) -> dict[str, dict[str, str]]:
        """By taxonomy: code → value."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for attribute in self._of("attribute", "link_id", link):
            term = self.by_id.get("taxonomy_term", {}).get(str(attribute.get("taxonomy_term_id")))
            if term is None:
                self.faults.add(
                    "attribute",
                    attribute,
                    "taxonomy_term_id",
                    _("It points at no term of the file."),
                    _("Put the term in the table taxonomy_term."),
                    grave=False,
                )
                continue
            found[str(term.get("taxonomy", ""))][str(term.get("code") or term.get("name"))] = text_of(
                attribute, "value"
            )
        return found

    def _given_by(self, row: Row) -> dict[str, Any]:
        pk = row.get("organization_id")
        for one in self._of("organization_identifier", "organization_id", pk):
            body = (
                self.bodies.get(str(one.get("identifier")))
                if one.get("identifier_scheme") == BODIES
                else None
            )
            if body is not None:
                return {"organisation": body, "provider": ""}
        organisation = self.by_id.get("organization", {}).get(str(pk))
        if organisation is None:
            self.faults.add(
                "service",
                row,
                "organization_id",
                _("It points at no organization of the file."),
                _("Put the organization in its table."),
            )
            return {"provider": "–"}
        return {"organisation": None, "provider": text_of(organisation, "name")}

    def _needs(self, row: Row, tagged: dict[str, dict[str, str]]) -> tuple[str, ...]:
        codes = tuple(sorted(set(tagged[NEEDS]) & set(needs())))
        if not codes:
            self.faults.add(
                "service",
                row,
                "attributes",
                _("None of its terms is a need of the zone."),
                _("It is taken over under «other»: choose its needs afterwards."),
                grave=False,
            )
        return codes or ("other",)

    def _serves(self, row: Row) -> tuple[Municipality, ...]:
        found = {}
        for area in self._areas(row):
            code = text_of(area, "description").removeprefix(f"{ISTAT} ")
            town = self.towns.get(code) or self.towns_by_name.get(text_of(area, "name").casefold())
            if town is None:
                self.faults.add(
                    "service_area",
                    area,
                    "name",
                    _("It is no municipality that is known here."),
                    _("Write the municipality served in the entry by hand."),
                    grave=False,
                )
            else:
                found[town.pk] = town
        return tuple(sorted(found.values(), key=lambda one: one.name))

    def _areas(self, row: Row) -> list[Row]:
        """Of the service, and of it at one of its locations."""
        links = self._of("service_at_location", "service_id", row["id"])
        there = [
            one for link in links for one in self._of("service_area", "service_at_location_id", link["id"])
        ]
        found = {id(one): one for one in [*self._of("service_area", "service_id", row["id"]), *there]}
        return list(found.values())

    def _contacts(self, row: Row) -> list[Row]:
        """Of the service, else of whoever gives it; the name of a person is not taken over."""
        found = self._of("contact", "service_id", row["id"])
        if not found:
            found = self._of("contact", "organization_id", row.get("organization_id"))
        for one in found:
            self._leave_name(one)
        return found

    def _leave_name(self, contact: Row) -> None:
        if not text_of(contact, "name") or str(contact.get("id")) in self.unnamed:
            return
        self.unnamed.add(str(contact.get("id")))
        self.faults.add(
            "contact",
            contact,
            "name",
            _("The name of a person is not taken over: the directory keeps offices alone."),
            _("Nothing to do: the number and the address of the contact are taken over."),
            grave=False,
        )

    def _phones_of(self, contacts: list[Row]) -> list[Row]:
        return [phone for one in contacts for phone in self._of("phone", "contact_id", one.get("id"))]

    def _languages(self, row: Row) -> tuple[str, ...]:
        codes = [text_of(one, "code").lower() for one in self._of("language", "service_id", row["id"])]
        return tuple(sorted({code for code in codes if code.isalpha() and 2 <= len(code) <= 3}))

    def _accessibility(self, row: Row, tagged: dict[str, dict[str, str]]) -> str:
        said = tagged[DETAILS].get("accessibility", "")
        if not said:
            places = self._of("service_at_location", "service_id", row["id"])
            said = first_of(
                [
                    one
                    for place in places
                    for one in self._of("accessibility", "location_id", place.get("location_id"))
                ],
                "description",
            )
        return said[:300]

    def _amounts(self, row: Row) -> tuple[Decimal | None, Decimal | None]:
        found: list[Decimal] = []
        for cost in self._of("cost_option", "service_id", row["id"]):
            if cost.get("amount") in (None, ""):
                continue
            amount = amount_of(cost["amount"])
            if amount is None:
                reason, remedy = _("It is no amount."), _("Write a number from 0 up, with a point.")
                self.faults.add("cost_option", cost, "amount", reason, remedy)
            else:
                found.append(amount)
        if not found:
            return None, None
        return min(found), max(found) if len(found) > 1 else None

    def _check_every(self, row: Row, tagged: dict[str, dict[str, str]]) -> int:
        said = tagged[DETAILS].get("check_every", "6")
        return min(max(int(said), 1), 36) if said.isdecimal() and len(said) < 4 else 6

    def _assured(self, row: Row) -> date | None:
        said = text_of(row, "assured_date")[:10]
        if not said:
            return None
        try:
            return date.fromisoformat(said)
        except ValueError:
            self.faults.add(
                "service",
                row,
                "assured_date",
                _("It is no day."),
                _("Write it as year-month-day, for example 2026-11-23."),
            )
            return None

    def _places(self, row: Row) -> Iterable[PlaceFacts]:
        links = self._of("service_at_location", "service_id", row["id"])
        for link in links:
            place = self._place(
                link, [*self._of("schedule", "service_id", row["id"])] if len(links) == 1 else []
            )
            if place is not None:
                yield place

    def _place(self, link: Row, of_service: list[Row]) -> PlaceFacts | None:
        location = self.by_id.get("location", {}).get(str(link.get("location_id")))
        if location is None:
            self.faults.add(
                "service_at_location",
                link,
                "location_id",
                _("It points at no location of the file."),
                _("Put the location in its table."),
            )
            return None
        try:
            pk = UUID(str(link.get("id")))
        except ValueError:
            return None  # said already
        tagged = self._tagged(link["id"])[DETAILS]
        secret = tagged.get("secret") == "yes"
        where = {} if secret else self._where(location)
        contacts = self._of("contact", "service_at_location_id", link["id"])
        for one in contacts:
            self._leave_name(one)
        phones = [
            *self._of("phone", "service_at_location_id", link["id"]),
            *self._phones_of(contacts),
            *self._of("phone", "location_id", location["id"]),
        ]
        rows = self._of("schedule", "service_at_location_id", link["id"]) or self._of(
            "schedule", "location_id", location["id"]
        )
        hours, words = self._hours(rows or of_service)
        return PlaceFacts(
            id=pk, **where, secret=secret, hours=hours, hours_words=words,
            by_appointment=tagged.get("by_appointment") == "yes",
            closed_on_holidays=tagged.get("open_on_holidays") != "yes",
            accessible={"yes": True, "no": False}.get(tagged.get("accessible", "")),
            telephone=first_of(phones, "number"),
        )  # fmt: skip

    def _where(self, location: Row) -> dict[str, Any]:
        address = next(iter(self._of("address", "location_id", location["id"])), {})
        city = text_of(address, "city")
        code = (
            text_of(location, "external_identifier")
            if location.get("external_identifier_type") == ISTAT
            else ""
        )
        town = self.towns.get(code) or self.towns_by_name.get(city.casefold())
        return {
            "name": text_of(location, "name"),
            "address": text_of(address, "address_1"),
            "postal_code": text_of(address, "postal_code")[:10],
            "municipality": town,
            "town": "" if town else city,
        }

    def _hours(self, schedules: list[Row]) -> tuple[list[list[int | str]], str]:
        """What repeats every week as hours; the rest as words."""
        rows: list[tuple[int, str, str]] = []
        words: list[str] = []
        for one in schedules:
            days = [day.strip().upper() for day in text_of(one, "byday").split(",") if day.strip()]
            opens, closes = clock_of(one.get("opens_at")), clock_of(one.get("closes_at"))
            weekly = one.get("freq", "WEEKLY") == "WEEKLY" and str(one.get("interval") or "1") in {"1", "1.0"}
            if weekly and opens and closes and days and set(days) <= set(DAYS):
                rows += [(DAYS.index(day) + 1, opens, closes) for day in days]
            elif days or opens:
                words.append(" ".join(filter(None, [text_of(one, "freq"), ",".join(days), opens, closes])))
            words += filter(None, [text_of(one, "description"), text_of(one, "notes")])
        said = "; ".join(dict.fromkeys(words))[:300]
        try:
            return tidy(rows), said
        except HoursNotUnderstood as refusal:
            self.faults.add(
                "schedule", schedules[0], "opens_at", str(refusal), _("Correct the times in the file.")
            )
            return [], said
