"""The first migration of a room: all its tables at once, in the shape they have reached (decision 23).

    class Migration(Beginning):
        initial = True
        replaces = [("cases", "0001_initial"), …]
        operations = [migrations.CreateModel(…), …]

Nothing stands in the tables yet, so models are read once, when all of them are known: between one table and the next
Django would read again whatever is related to it, which through `staff.User` is nearly every model of the product.
"""

from collections.abc import Collection
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


class Beginning(Migration):
    """Operations are CreateModel, whole with indexes and constraints, and RunSQL that finishes a table.

    Tables of one room may point at one another in a circle: references are laid when all stand.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """:raises TypeError: an operation that changes what stands already; it belongs in a migration of its own."""
        for operation in self.operations:
            if not isinstance(operation, CreateModel | RunSQL):
                raise TypeError(
                    f"{self} begins a room: {operation.describe()} belongs in the next migration."
                )
        self._tell(project_state)
        for operation in self.operations:
            if collect_sql:
                schema_editor.collected_sql.append(f"--\n-- {operation.describe()}\n--")
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    def _tell(self, state: ProjectState) -> None:
        """Add the models to the state, and only them to the models that were read already."""
        known: Any = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        if known is not None:
            state.__dict__["apps"] = known
            created = [each.name_lower for each in self.operations if isinstance(each, CreateModel)]
            known.render_multiple([state.models[self.app_label, name] for name in created])


def halfway(loader: MigrationLoader, applied: Collection[tuple[str, str]]) -> list[str]:
    """Migrations that are missing and can no longer be made up for, as «room.name».

    Of those that a beginning replaces, all were applied or none: Django passes over a beginning of which some were, and
    when their files are gone it says nothing of the tables that stay behind.
    """
    files = set(loader.disk_migrations or {})
    missing: set[tuple[str, str]] = set()
    for beginning in loader.replacements.values():
        replaced = {(app, name) for app, name in beginning.replaces}
        if replaced & set(applied) and replaced - files:
            missing |= replaced - set(applied)
    return sorted(".".join(each) for each in missing)
