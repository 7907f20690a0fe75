"""What an entry must say before it is written down, and before it is published."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accanto.access.directory.enums import Fee
from accanto.access.directory.facts import EntryFacts, PlaceFacts
from accanto.access.directory.hours import tidy
from accanto.access.directory.models.entry import LONGEST_BETWEEN_CHECKS
from accanto.access.directory.needs import needs
from accanto.core.errors import OperationRefused


def check_facts(facts: EntryFacts) -> None:
    """:raises OperationRefused: naming the first field that cannot stand as it is."""
    for field, sentence in _faults(facts):
        raise OperationRefused(sentence, field=field)
    for place in facts.places:
        _check_place(place)


def check_kept(facts: EntryFacts, origin: str) -> None:
    """:raises OperationRefused: nobody would be asked to check it again."""
    if facts.keeper is None and facts.keeper_office is None and not origin:
        raise OperationRefused(
            _("Say who keeps the entry: without a keeper nobody notices when it ages."), field="keeper"
        )


def _faults(facts: EntryFacts) -> Iterable[tuple[str, str]]:
    if not facts.name.strip():
        yield "name", _("Give the service a name.")
    if not facts.description.strip():
        yield "description", _("Say in a sentence what the service does.")
    if facts.organisation is None and not facts.provider.strip():
        yield "provider", _("Say who gives the service.")
    if not facts.needs:
        yield "needs", _("Choose at least one need: it is how the service is found.")
    unknown = sorted(set(facts.needs) - set(needs()))
    if unknown:
        yield "needs", _("«%(code)s» is no need of the zone.") % {"code": unknown[0]}
    if facts.keeper is not None and facts.keeper_office is not None:
        yield "keeper_office", _("One keeper: a person or an office, not both.")
    if not 1 <= facts.check_every <= LONGEST_BETWEEN_CHECKS:
        yield "check_every", _("From 1 to %(most)d months.") % {"most": LONGEST_BETWEEN_CHECKS}
    yield from _fee_faults(facts)


def _fee_faults(facts: EntryFacts) -> Iterable[tuple[str, str]]:
    low, high = facts.fee_from, facts.fee_to
    if facts.fee == Fee.FREE and (low is not None or high is not None):
        yield "fee", _("It is free and has an amount: choose one of the two.")
    if low is None and high is not None:
        yield "fee_from", _("Write the lower amount too, or only that one.")
    if low is not None and (low < 0 or (high is not None and high < low)):
        yield "fee_to", _("The second amount is lower than the first: check both.")


def _check_place(place: PlaceFacts) -> None:
    if place.secret and (place.address.strip() or place.postal_code.strip() or place.name.strip()):
        raise OperationRefused(
            _("A secret address is not written here: leave street, postal code and name empty."),
            field="address",
        )
    tidy(place.hours)
