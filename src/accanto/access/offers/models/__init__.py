from accanto.access.offers.models.giver import Giver, GiverCheck, Thanks
from accanto.access.offers.models.match import Match, Visit
from accanto.access.offers.models.need import Need
from accanto.access.offers.models.offer import Offer, OfferHours

__all__ = ["Giver", "GiverCheck", "Match", "Need", "Offer", "OfferHours", "Thanks", "Visit"]
