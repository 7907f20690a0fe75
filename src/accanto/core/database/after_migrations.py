"""What a room builds in the database beside its tables: functions, triggers, policies of its own.

A room declares in `AppConfig.ready()`:

    after_migrations.register(install)      # install(connection), called as owner; it may be repeated

`grant_web_role` runs them last, so that a right taken away stays away.
"""

from collections.abc import Callable

from django.db.backends.base.base import BaseDatabaseWrapper

Step = Callable[[BaseDatabaseWrapper], None]
_steps: list[Step] = []


def register(step: Step) -> None:
    if step not in _steps:
        _steps.append(step)


def run(connection: BaseDatabaseWrapper) -> None:
    for step in _steps:
        step(connection)
