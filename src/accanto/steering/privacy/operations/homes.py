from datetime import datetime

from django.db import transaction

from accanto.steering.privacy.models import OperatorHome
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


@transaction.atomic
def keep_operator_home(
    *,
    user: User,
    codice_fiscale: str,
    municipality: Municipality | None,
    address: str,
    by: User,
    at: datetime,
) -> OperatorHome:
    """What an operator has declared of themselves; empty texts take it back."""
    home, _created = OperatorHome.objects.update_or_create(
        user=user,
        defaults={
            "codice_fiscale": codice_fiscale.strip().upper(),
            "municipality": municipality,
            "address": address.strip(),
            "given_at": at,
        },
    )
    return home
