"""The tests' settings with a folder for files and keys that belongs to one test."""

import os
from pathlib import Path

from config.settings.test import *  # noqa: F403

_FOLDER = Path(os.environ["ACCANTO_TEST_FILES"])
STORAGES = {
    **STORAGES,  # noqa: F405
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": _FOLDER / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
DOCUMENT_KEYS_FILE = _FOLDER / "keys"
