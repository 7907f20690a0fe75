"""What is true of the instance, for `doctor` and before serving. Needs Django."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from accanto.core.database import beginning
from accanto.core.database.servers import DatabaseError


def pending_migrations() -> list[str]:
    """:raises DatabaseError: the database is so old that the migrations which would bring it here are gone."""
    executor = MigrationExecutor(connection)
    if missing := beginning.halfway(executor.loader, MigrationRecorder(connection).applied_migrations()):
        raise DatabaseError(
            f"This database is of an Accanto too old for this one: it lacks {', '.join(missing)}. Nothing was "
            "changed: bring it up to date first with the last version that has those migrations (decision 23)."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]
