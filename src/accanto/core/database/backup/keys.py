"""What a backup is sealed with: the instance's backup key, or a passphrase that somebody remembers."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from accanto.core.env import SettingError, accanto_home, demo_secret, env_secret

KEY = "ACCANTO_BACKUP_KEY"
# 128 MB and about half a second for each guess.
_SCRYPT_COST, _SCRYPT_BLOCK = 2**17, 8
_SHORTEST_KEY = 32
_SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True)
class Secret:
    kind: Literal["key", "passphrase"]
    value: str


def backup_secret(*, passphrase_file: Path | None, demo: bool, making: bool) -> Secret:
    """A passphrase when a file of one is named; else `ACCANTO_BACKUP_KEY` (or `…_FILE`); else, only in the
    demonstration, a key of this instance, made with its first backup (a new one would open none).

    :param making: a backup is being made, not read.
    :raises SettingError: none is given, or it is too short to be worth anything.
    """
    if passphrase_file is not None:
        try:
            words = passphrase_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"The passphrase cannot be read from {passphrase_file}: {error}.") from None
        return _long_enough(Secret("passphrase", words), _SHORTEST_PASSPHRASE)
    given = os.environ.get(KEY, "").strip() or os.environ.get(f"{KEY}_FILE", "").strip()
    kept = accanto_home() / "secrets" / "backup_key"
    if not given and demo and not making and not kept.exists():
        raise SettingError(f"There is no key of the backups here: bring back {kept}, or give {KEY}.")
    value = env_secret(KEY) if given or not demo else demo_secret(kept.name)
    return _long_enough(Secret("key", value), _SHORTEST_KEY)


def master_key(secret: Secret, salt: bytes) -> bytes:
    """A key is long and random already; a passphrase is made expensive to guess."""
    content = secret.value.encode()
    if secret.kind == "key":
        return content
    return Scrypt(salt=salt, length=32, n=_SCRYPT_COST, r=_SCRYPT_BLOCK, p=1).derive(content)


def _long_enough(secret: Secret, least: int) -> Secret:
    if len(secret.value) < least:
        raise SettingError(f"The backup {secret.kind} is too short: at least {least} characters.")
    return secret
