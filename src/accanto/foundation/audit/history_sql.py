"""The triggers of one watched table, written from what `history` knows of it.

One call per statement, not per row: transition tables make an import of many thousand rows pay one insert-select for
each of its own. Columns are read as JSON, so that a migration that has dropped one does not find a broken function.
"""

from accanto.foundation.audit.history import Path, Watched

PREFIX = "audit_history"
_FUNCTION = """CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $history$
DECLARE
  actor_ integer := audit_actor();
  request_ text := COALESCE(left(current_setting('accanto.request', TRUE), 40), '');
  reason_ text := COALESCE(current_setting('accanto.reason', TRUE), '');
  purpose_ text := audit_purpose();
  xid_ bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF audit_switch('history', 'off') THEN
    INSERT INTO audit_change (at, xid, table_name, row_key, operation, after, salt, content,
      actor, role, request, reason, purpose)
    SELECT clock_timestamp(), xid_, '{table}', '', 'B', a, s, audit_content(NULL, a, s),
      actor_, session_user, request_, reason_, purpose_
    FROM (
      SELECT jsonb_build_object('operation', TG_OP, 'rows', count(*)) AS a, gen_random_uuid() AS s
      FROM {changed} HAVING count(*) > 0
    ) t;
    RETURN NULL;
  END IF;
  INSERT INTO audit_change (at, xid, table_name, row_key, operation, person, context, before, after, salt, content,
    actor, role, request, reason, purpose)
  SELECT clock_timestamp(), xid_, '{table}', COALESCE(r ->> '{key}', ''), op, {person}, {context}, b, a, s,
    audit_content(b, a, s), actor_, session_user, request_, reason_, purpose_
  FROM ({rows}) t;
  RETURN NULL;
END $history$"""
_INSERTED = """SELECT 'I' AS op, j AS r, NULL::jsonb AS b, j AS a, gen_random_uuid() AS s
    FROM (SELECT {new} AS j FROM new_rows n OFFSET 0) q"""
_DELETED = """SELECT 'D' AS op, j AS r, j AS b, NULL::jsonb AS a, gen_random_uuid() AS s
    FROM (SELECT {old} AS j FROM old_rows o OFFSET 0) q"""
# A changed key is a row gone and a row come: the full join tells both. OFFSET 0 keeps the planner from writing the row
# as JSON out anew for each of its columns.
_UPDATED = """SELECT CASE WHEN o IS NULL THEN 'I' WHEN n IS NULL THEN 'D' ELSE 'U' END AS op, COALESCE(n, o) AS r,
      CASE WHEN n IS NULL THEN o ELSE (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(o) e
        WHERE n -> e.key IS DISTINCT FROM e.value) END AS b,
      CASE WHEN o IS NULL THEN n ELSE (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(n) e
        WHERE o -> e.key IS DISTINCT FROM e.value) END AS a, gen_random_uuid() AS s
    FROM (SELECT {old} AS o, {new} AS n FROM old_rows o FULL JOIN new_rows n
      ON o."{key}" = n."{key}" OFFSET 0) q
    WHERE o IS DISTINCT FROM n"""
_TRIGGER = """CREATE OR REPLACE TRIGGER {trigger} AFTER {event} ON "{table}" REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {function}()"""
_EVENTS = {
    "insert": (_INSERTED, "NEW TABLE AS new_rows", "new_rows"),
    "update": (_UPDATED, "OLD TABLE AS old_rows NEW TABLE AS new_rows", "new_rows"),
    "delete": (_DELETED, "OLD TABLE AS old_rows", "old_rows"),
}
NAMES = tuple(f"{PREFIX}_{event}" for event in _EVENTS)


def statements(one: Watched) -> list[str]:
    """Functions and triggers, old ones replaced."""
    found = []
    for event, (rows, tables, changed) in _EVENTS.items():
        trigger, function = f"{PREFIX}_{event}", f"{PREFIX}_{event}_{one.table}"
        names = {"function": function, "table": one.table, "key": one.key}
        chosen = rows.format(old=_as_json("o", one), new=_as_json("n", one), key=one.key)
        reached = {"person": _reach(one.person, one), "context": _reach(one.context, one)}
        found.append(_FUNCTION.format(**names, **reached, rows=chosen, changed=changed))
        found.append(_TRIGGER.format(**names, trigger=trigger, event=event.upper(), tables=tables))
    return found


def _as_json(alias: str, one: Watched) -> str:
    """A row that is missing on one side of the join stays missing: to_jsonb of nothing is nothing."""
    hidden = "".join(f" - '{column}'" for column in one.without)
    return f"(to_jsonb({alias}){hidden})"


def _reach(path: Path | None, one: Watched) -> str:
    """The id at the end of the foreign keys, from the row as JSON (`r`)."""
    if path is None:
        return "NULL::uuid"
    if not path:
        return f"(r ->> '{one.key}')::uuid"
    if len(path) == 1:
        return f"(r ->> '{path[0].column}')::uuid"
    first, *others = path
    # The first table is found by the row's own column, the others by joins; the last id is read, not its table.
    joins = "".join(
        f' JOIN "{step.table}" t{n + 1} ON t{n + 1}."{step.key}" = t{n}."{step.column}"'
        for n, step in enumerate(others[:-1])
    )
    sought = f't{len(others) - 1}."{others[-1].column}"'
    found = f"t0.\"{first.key}\" = (r ->> '{first.column}')::{first.type}"
    return f'(SELECT {sought} FROM "{first.table}" t0{joins} WHERE {found})'  # noqa: S608  (names of our own tables)
