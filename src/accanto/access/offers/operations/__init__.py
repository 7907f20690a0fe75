"""The only way to write offers, needs and what becomes of them."""

from accanto.access.offers.operations.giving import (
    change_giver,
    change_offer,
    end_offer,
    forget_giver,
    record_check,
    register_giver,
    register_offer,
)
from accanto.access.offers.operations.matching import (
    Agreed,
    OfferTaken,
    accept,
    decline,
    plan_visits,
    propose,
)
from accanto.access.offers.operations.needing import meet_elsewhere, withdraw_need, write_need
from accanto.access.offers.operations.thanking import thank
from accanto.access.offers.operations.visiting import finish_match, settle_visit

__all__ = [
    "Agreed",
    "OfferTaken",
    "accept",
    "change_giver",
    "change_offer",
    "decline",
    "end_offer",
    "finish_match",
    "forget_giver",
    "meet_elsewhere",
    "plan_visits",
    "propose",
    "record_check",
    "register_giver",
    "register_offer",
    "settle_visit",
    "thank",
    "withdraw_need",
    "write_need",
]
