"""Typed readers for what the surroundings decide: environment variables, secret files, the instance's folder.

A setting that is present but cannot be read stops the start with a message naming it: a machine that
silently takes `DEBUG=flase` for "no" is worse than one that refuses to start.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[3]

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class SettingError(ImproperlyConfigured):
    """A setting is missing or cannot be read; the message names it."""


def env_str(name: str, default: str | None = None) -> str:
    """The setting as written. An empty value counts as absent."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SettingError(f"The setting {name} is missing: give it in the environment.")
    return default


def env_bool(name: str, default: bool) -> bool:
    """Only 1/0, true/false, yes/no, on/off are understood."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise SettingError(f"The setting {name} is «{value}»: write true or false.")


def env_int(name: str, default: int, *, at_least: int | None = None) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise SettingError(f"The setting {name} is «{value}»: write a whole number.") from None
    if at_least is not None and number < at_least:
        raise SettingError(f"The setting {name} is {number}: the least is {at_least}.")
    return number


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words."""
    value = os.environ.get(name, "").strip()
    if not value:
        return list(default)
    return [word for word in (part.strip() for part in value.split(",")) if word]


def env_path(name: str, default: Path | None = None) -> Path:
    """A path, made absolute; `~` is understood."""
    value = os.environ.get(name, "").strip()
    if value:
        return Path(value).expanduser().absolute()
    if default is None:
        raise SettingError(f"The setting {name} is missing: give it the path of a file or folder.")
    return default


def env_secret(name: str, default: str | None = None) -> str:
    """A secret: the variable itself, or the content of the file that `<name>_FILE` names. Never both."""
    value = os.environ.get(name, "").strip()
    file = os.environ.get(f"{name}_FILE", "").strip()
    if value and file:
        raise SettingError(f"Both {name} and {name}_FILE are given: keep one.")
    if file:
        return _read_secret(f"{name}_FILE", Path(file).expanduser())
    if value:
        return value
    if default is None:
        raise SettingError(f"The secret {name} is missing: give {name}, or {name}_FILE with a file's path.")
    return default


def accanto_home() -> Path:
    """The instance's folder: its database, secrets and documents. `var/` beside the code unless told."""
    return env_path("ACCANTO_HOME", REPOSITORY / "var")


def demo_secret(name: str) -> str:
    """A secret of this instance only, made at first use and kept in a file that only its owner reads."""
    folder = accanto_home() / "secrets"
    file = folder / name
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_once(file, secrets.token_urlsafe(48))
    return _read_secret(name, file)


def create_once(file: Path, content: str) -> None:
    """A file with a secret, only for its owner. Two processes starting together end with one: the first wins."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(content + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read_secret(name: str, file: Path) -> str:
    try:
        value = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"The secret of {name} cannot be read from {file}: {error.strerror}.") from error
    if not value:
        raise SettingError(f"The secret of {name} is empty: {file}.")
    return value
