"""Tables that the web role may read and add to, never change: deliveries, entries, history, audit.

An app declares its own in `AppConfig.ready()`:

    append_only.register("audit_event", "cases_stageentry")

`grant_web_role` then takes UPDATE and DELETE away. A table with rules of its own on single columns needs a
trigger as well; this is the fence around all of them.
"""

REGISTRY: set[str] = set()


def register(*tables: str) -> None:
    REGISTRY.update(tables)
