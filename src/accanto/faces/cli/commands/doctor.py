"""`accanto doctor`: is this instance well? Exit status 1 if something is wrong."""

import argparse
import shutil
import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from accanto.core.env import accanto_home, env_int
from accanto.faces.cli.console import REFUSED, Subparsers, answer_json, say

_LEAST_FREE = 1024**3
_MOST_READ = 512 * 1024**2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    code: str
    ok: bool
    detail: str


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("doctor", help="Look for what is wrong with this instance")
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    parser.add_argument("--full", action="store_true", help="verify the whole record, not only what is new")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    checks: tuple[Callable[[], Finding], ...] = (
        _version, _web_role, _ownership, _extensions, _migrations, _row_policies, _append_only, _disk, _backup,
        _secrets,
    )  # fmt: skip
    findings = [*(check() for check in checks), *_audit(args.full), _documents(args.full)]
    if args.json:
        answer_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            say(f"{'ok   ' if finding.ok else 'WRONG'} {finding.code}: {finding.detail}")
    return 0 if all(finding.ok for finding in findings) else REFUSED


def _version() -> Finding:
    from accanto.core.database.servers import OLDEST

    (version,) = _ask("select current_setting('server_version')")
    return Finding("database", int(str(version).split(".")[0]) >= OLDEST, f"PostgreSQL {version}")


def _web_role() -> Finding:
    name, above = _ask(
        "select rolname, rolsuper or rolbypassrls or rolcreatedb or rolcreaterole "
        "from pg_roles where rolname = current_user"
    )
    return Finding("web_role", not above, f"{name} {'is above the rules' if above else 'is under the rules'}")


def _ownership() -> Finding:
    (owned,) = _ask(
        "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = current_user"
    )
    return Finding("ownership", owned == 0, f"tables that the web role owns: {owned}")


def _extensions() -> Finding:
    from accanto.core.database.roles import EXTENSIONS

    (found,) = _ask("select coalesce(array_agg(extname::text), '{}') from pg_extension")
    missing = sorted(set(EXTENSIONS) - set(found))
    return Finding("extensions", not missing, f"missing: {', '.join(missing)}" if missing else "all there")


def _migrations() -> Finding:
    from accanto.core.database.servers import DatabaseError
    from accanto.faces.cli.state import pending_migrations

    try:
        pending = pending_migrations()
    except DatabaseError as fault:
        return Finding("migrations", False, str(fault))
    return Finding(
        "migrations",
        not pending,
        f"not applied: {len(pending)} (run «accanto setup»)" if pending else "all applied",
    )


def _row_policies() -> Finding:
    """Every table that leads to a person is closed, and no purpose stands open for good (decision 8)."""
    from accanto.core.database.policies import protected_tables

    declared = sorted(protected_tables())
    (closed, standing) = _ask(
        "select array(select tablename::text from pg_policies where policyname = 'acc_see' order by 1), "
        "acc_purpose(false) or acc_purpose(true)"
    )
    open_tables = sorted(set(declared) - set(closed))
    if open_tables or standing:
        wrong = f"without a policy: {', '.join(open_tables)}" if open_tables else "a purpose stands open"
        return Finding("row_policies", False, f"{wrong} (run «accanto setup»)")
    return Finding("row_policies", True, f"{len(declared)} tables show rows to those with a right alone")


def _append_only() -> Finding:
    from accanto.core.database.append_only import REGISTRY

    (open_tables,) = _ask(
        "select coalesce(array_agg(relname::text order by relname), '{}') from pg_class "
        "where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname = any(%s) "
        "and (has_table_privilege(oid, 'UPDATE') or has_table_privilege(oid, 'DELETE'))",
        [sorted(REGISTRY)],
    )
    detail = f"open to change: {', '.join(open_tables)}" if open_tables else f"{len(REGISTRY)} tables closed"
    return Finding("append_only", not open_tables, detail)


def _audit(full: bool) -> list[Finding]:
    """The chain of the record, what waits to be sealed, the triggers that write it. Needs the owner's rights."""
    import psycopg
    from django.db import connection
    from django.utils import timezone

    from accanto.foundation.audit.chain import PATIENCE
    from accanto.foundation.audit.doctor import NotACheckpoint, examine

    try:
        found = examine(str(connection.settings_dict["NAME"]), full=full)
    except (psycopg.Error, NotACheckpoint) as error:
        return [Finding("audit_chain", False, f"cannot be verified: {error}")]
    verdict = found.verdict
    since = verdict.waiting_since
    late = since is not None and timezone.now() - since > PATIENCE
    span = "whole" if full else "since the last verification"
    return [
        Finding(
            "audit_chain", not verdict.broken, verdict.broken or f"{verdict.checked} records hold ({span})"
        ),
        Finding(
            "audit_waiting",
            not late,
            f"not sealed yet: {verdict.waiting}"
            + (f", the oldest since {since:%Y-%m-%d %H:%M}" if since else ""),
        ),
        Finding(
            "audit_triggers",
            not found.gaps,
            ", ".join(found.gaps) or "every watched table writes its history",
        ),
    ]


def _disk() -> Finding:
    home = accanto_home()
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    return Finding("disk", free >= _LEAST_FREE, f"{free / 1024**3:.1f} GB free in {home}")


def _backup() -> Finding:
    """In use, a backup is younger than `ACCANTO_BACKUP_WITHIN_HOURS` (48; 0 when they are made otherwise)."""
    from django.conf import settings

    from accanto.core import clock
    from accanto.core.database.backup.records import last_backup

    within = env_int("ACCANTO_BACKUP_WITHIN_HOURS", 48, at_least=0)
    forgiven = settings.DEMO_MODE or within == 0
    last = last_backup(accanto_home())
    if last is None:
        return Finding("backup", forgiven, "none was ever made here (accanto backup FILE)")
    hours = int((clock.now() - last.moment).total_seconds() // 3600)
    return Finding("backup", forgiven or hours <= within, f"the last is {hours} hours old: {last.file}")


def _secrets() -> Finding:
    folder = accanto_home() / "secrets"
    loose = [file.name for file in folder.glob("*") if stat.S_IMODE(file.stat().st_mode) & 0o077]
    detail = f"readable by others: {', '.join(sorted(loose))}" if loose else "only their owner reads them"
    return Finding("secrets", not loose, detail)


def _documents(full: bool) -> Finding:
    """The newest files are read to their end, as long as it takes seconds; with --full all of them."""
    from accanto.core.database.context import purpose
    from accanto.core.env import SettingError
    from accanto.foundation.documents.checking import check_documents

    try:
        with purpose("doctor"):  # files are verified, whoever may read them
            found = check_documents(most_bytes=None if full else _MOST_READ)
    except SettingError as fault:
        return Finding("documents", False, str(fault))
    told = f"{found.total} files, {found.read} read to their end"
    if found.plain:
        told += f", not encrypted yet: {found.plain} (run «accanto setup»)"
    if found.wrong:
        told += f", not as they should be: {len(found.wrong)} (see «accanto documents verify»)"
    return Finding("documents", not found.wrong and not found.plain, told)


def _ask(question: str, values: list[Any] | None = None) -> tuple[Any, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
