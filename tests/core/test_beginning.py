"""A room's first migration makes whole tables at once; what changes them later is a migration of its own."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from accanto.core.database.beginning import Beginning, halfway

_KEY = ("id", models.BigAutoField(primary_key=True))
# A door leads to a room and a room has a main door.
_ROOM = migrations.CreateModel(
    "Room", [_KEY, ("door", models.ForeignKey("house.door", models.PROTECT, null=True, related_name="+"))]
)
_DOOR = migrations.CreateModel(
    "Door",
    [_KEY, ("room", models.ForeignKey("house.room", models.PROTECT)), ("width", models.IntegerField())],
    options={
        "constraints": [models.CheckConstraint(condition=models.Q(width__gt=0), name="door_is_wide")],
        "indexes": [models.Index(fields=["width"], name="door_width")],
    },
)


def _begin(*operations: migrations.operations.base.Operation) -> Beginning:
    beginning = Beginning("0100_start", "house")
    beginning.operations = list(operations)
    return beginning


@pytest.mark.django_db
@pytest.mark.parametrize("read_before", [True, False])
def test_tables_that_point_at_one_another_are_made_whole(read_before: bool) -> None:
    state = ProjectState()
    if read_before:
        assert list(state.apps.get_models()) == []
    with connection.schema_editor(collect_sql=True) as editor:
        state = _begin(_ROOM, _DOOR).apply(state, editor, collect_sql=True)
    told = "\n".join(editor.collected_sql)
    assert told.count("CREATE TABLE") == 2
    assert told.count("FOREIGN KEY") == 2
    assert 'CONSTRAINT "door_is_wide" CHECK ("width" > 0)' in told
    assert 'CREATE INDEX "door_width"' in told
    door = state.apps.get_model("house", "door")
    assert door._meta.get_field("room").related_model is state.apps.get_model("house", "room")


@pytest.mark.django_db
def test_a_change_of_what_stands_is_refused() -> None:
    late = migrations.AddField("room", "name", models.TextField())
    with (
        connection.schema_editor(collect_sql=True) as editor,
        pytest.raises(TypeError, match="Add field name to room belongs in the next migration"),
    ):
        _begin(_ROOM, _DOOR, late).apply(ProjectState(), editor, collect_sql=True)


def test_every_room_begins_so_and_leans_only_on_rooms_below() -> None:
    """`staff` is below all: whoever acts is a user."""
    order = [config.label for config in apps.get_app_configs()]
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("accanto.")}
    loader = MigrationLoader(None)
    begun = set()
    for (label, name), migration in loader.disk_migrations.items():
        if label not in ours:
            continue
        if isinstance(migration, Beginning):
            begun.add((label, name))
        above = [
            other
            for other, _name in migration.dependencies
            if other in ours - {"staff"} and order.index(other) > order.index(label)
        ]
        assert above == [], f"{label}.{name}"
    roots = {key for key in loader.graph.nodes if key[0] in ours and not _parents_within(loader, key)}
    assert begun == roots


def test_all_of_the_replaced_migrations_were_applied_or_none() -> None:
    loader = MigrationLoader(None)
    whole = set(loader.replacements["persons", "0100_start"].replaces)
    assert halfway(loader, whole) == []
    assert halfway(loader, set()) == []
    assert halfway(loader, whole - {("persons", "0005_training")}) == ["persons.0005_training"]


def _parents_within(loader: MigrationLoader, key: tuple[str, str]) -> list[tuple[str, str]]:
    return [parent.key for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]]
