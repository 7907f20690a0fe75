"""An instance of before is brought up to date: what the database holds under the same name is replaced whole."""

import subprocess
import sys

import psycopg
import pytest

from accanto.core.database.connect import owner_dsn
from tests.database import ROOT, environment, working_copy

pytestmark = pytest.mark.slow
_BEFORE = """
CREATE FUNCTION acc_shielded(somebody uuid, in_ways text[]) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT FALSE $$
"""
_STANDING = (
    "SELECT tablename::text, policyname::text FROM pg_policies WHERE policyname LIKE 'acc\\_%' ORDER BY 1, 2"
)


def test_a_function_of_before_with_other_names_for_its_arguments_is_replaced() -> None:
    with working_copy("older") as name:
        with psycopg.connect(owner_dsn(name)) as owner:
            whole = owner.execute(_STANDING).fetchall()
            owner.execute("DROP FUNCTION acc_shielded(uuid, text[]) CASCADE")
            owner.execute(_BEFORE)
            owner.execute("COMMENT ON TABLE acc_purpose_use IS 'of before'")
            assert owner.execute(_STANDING).fetchall() != whole
        done = subprocess.run(
            [sys.executable, "-m", "accanto.faces.cli", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env={**environment(name), "ACCANTO_DB_ROLE": "owner"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        with psycopg.connect(owner_dsn(name)) as owner:
            assert owner.execute(_STANDING).fetchall() == whole
            body = "SELECT prosrc FROM pg_proc WHERE proname = 'acc_shielded'"
            assert "acc_protected" in str(owner.execute(body).fetchone())
