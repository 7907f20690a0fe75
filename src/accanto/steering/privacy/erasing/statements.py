"""The functions with which the database erases (`sql/erasing.sql`), completed from the rules."""

from pathlib import Path

from accanto.steering.privacy.erasing.rules import Rule, rules

NAMES = (
    "privacy_names(uuid, uuid[])",
    "privacy_drafted(uuid[])",
    "privacy_minuted(uuid[])",
    "privacy_erase_rows(uuid[], text[], uuid[], uuid[], text[])",
    "privacy_erase(uuid, text[])",
)
_FILE = Path(__file__).parents[1] / "sql" / "erasing.sql"
_REDACTED = "      -- [words of cases that stay]"
_ERASED = "  -- [rows and columns that go]"


def functions() -> str:
    erased = filter(None, map(_erased, rules()))
    redacted = [line for rule in rules() for line in _redacted(rule)]
    written = _FILE.read_text(encoding="utf-8")
    return written.replace(_REDACTED, "\n".join(redacted)).replace(_ERASED, "\n".join(erased))


def _erased(rule: Rule) -> str:
    where = " OR ".join(filter(None, (rule.person, rule.case)))
    if not where or not (rule.remove or rule.columns):
        return ""
    if rule.remove:
        return f'  DELETE FROM "{rule.table}" WHERE {where};'  # noqa: S608 - our own tables
    values = ", ".join(f'"{name}" = {to}' for name, to in rule.columns)
    return f'  UPDATE "{rule.table}" SET {values} WHERE {where};'  # noqa: S608 - our own tables


def _redacted(rule: Rule) -> list[str]:
    """In cases that stay for others the name becomes the pseudonym. Events have their own line in the file."""
    if not rule.shared or rule.remove or rule.table == "audit_event":
        return []
    found = []
    for name, room in rule.words:
        column = f'"{name}"::text' if room < 0 else f'"{name}"'
        to = f"regexp_replace({column}, named, one.pseudonym, 'gi')"
        # A pseudonym may be longer than the name whose place it takes.
        to = f"{to}::jsonb" if room < 0 else f"left({to}, {room})" if room else to
        found.append(
            f'      UPDATE "{rule.table}" SET "{name}" = {to} WHERE {column} ~* named AND ({rule.shared});'  # noqa: S608
        )
    return found
