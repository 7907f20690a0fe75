"""A backup that was put back aside is taken only if the record in it holds from its first link to its last."""

import psycopg
from django.db import connection

from accanto.core.database.connect import owner_dsn
from accanto.foundation.audit.chain import verify


def faults() -> list[str]:
    with psycopg.connect(owner_dsn(str(connection.settings_dict["NAME"]))) as owner:
        broken = verify(owner).broken
    return [broken] if broken else []
