"""The keys and the files of an instance, from the command line: as its administrator meets them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import EYES_OF_TESTS, ROOT, environment, working_copy

STORE = """
import django; django.setup()
from accanto.core import clock
from accanto.foundation.documents.operations import store_document
for n in range(3):
    store_document(kind="attachment", title="Nota", content=f"contenuto {n}".encode(), filename="n.txt",
                   media_type="text/plain", by=None, at=clock.now())
"""
PLAIN = """
import django; django.setup()
from hashlib import sha256
from django.core.files.base import ContentFile
from accanto.core import clock
from accanto.foundation.documents.models import Document
row = Document(kind="attachment", title="Vecchia", media_type="text/plain", size=7, created_at=clock.now(),
               sha256=sha256(b"vecchia").hexdigest())
row.file.save("vecchia.txt", ContentFile(b"vecchia"), save=False)
row.save(force_insert=True)
"""


class Instance:
    """An instance with files and keys of its own, in the tests' database server."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self.ring = home / "keys"
        self.surroundings = {
            **environment(database),
            "DJANGO_SETTINGS_MODULE": "tests.faces.instance_settings",
            "ACCANTO_TEST_FILES": str(home),
        }

    def accanto(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run("-m", "accanto.faces.cli", *words)

    def python(self, code: str) -> None:
        done = self._run("-c", code)
        assert done.returncode == 0, done.stderr

    def files(self) -> list[Path]:
        return sorted(file for file in (self.home / "files").rglob("*") if file.is_file())

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**self.surroundings, "PGOPTIONS": EYES_OF_TESTS},
            capture_output=True,
            text=True,
            check=False,
        )


def test_the_life_of_the_keys(tmp_path: Path, django_db_setup: None) -> None:
    with working_copy("documents") as name:
        instance = Instance(tmp_path, name)
        instance.python(STORE)
        instance.python(PLAIN)
        assert instance.ring.stat().st_mode & 0o777 == 0o600
        found = json.loads(instance.accanto("documents", "verify", "--json").stdout)
        assert found == {"total": 4, "read": 4, "plain": 1, "wrong": []}

        assert instance.accanto("documents", "encrypt").stdout == "Files encrypted: 1.\n"
        assert not any(b"vecchia" in file.read_bytes() for file in instance.files())

        first = instance.ring.read_text()
        done = instance.accanto("documents", "rotate-key")
        assert (done.returncode, "Files whose key was closed again: 4." in done.stdout) == (0, True), (
            done.stderr
        )
        assert instance.ring.read_text().startswith(first)
        assert not re.search(r":[A-Za-z0-9+/]{40}", done.stdout)
        keys = instance.accanto("documents", "keys").stdout
        assert re.search(r"kept +files: 0\n.*in use +files: 4\n", keys)
        assert json.loads(instance.accanto("documents", "verify", "--json").stdout)["wrong"] == []

        instance.files()[0].unlink()
        broken = instance.accanto("documents", "verify")
        assert (broken.returncode, "is not there" in broken.stderr) == (1, True)
        doctor = instance.accanto("doctor", "--json")
        finding = next(one for one in json.loads(doctor.stdout) if one["code"] == "documents")
        assert (finding["ok"], "not as they should be: 1" in finding["detail"]) == (False, True)

        instance.ring.write_text(first.replace(first[:4], "zzzz"))
        lost = instance.accanto("documents", "rewrap")
        assert (lost.returncode, "is not in the ring" in lost.stderr) == (1, True)


@pytest.mark.parametrize("settings", ["config.settings.production", "config.settings.nowhere"])
def test_a_first_key_is_made_before_there_is_an_instance(settings: str) -> None:
    surroundings = {**environment("accanto"), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-m", "accanto.faces.cli", "documents", "new-key"]
    lines = [
        subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True).stdout
        for _time in range(2)
    ]
    assert lines[0] != lines[1]
    assert all(re.fullmatch(r"k[0-9a-f]{8}:[A-Za-z0-9+/]{43}=\n", line) for line in lines)
