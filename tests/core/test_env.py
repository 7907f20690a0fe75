import stat
from pathlib import Path

import pytest

from accanto.core import env


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("On", True), ("0", False), ("no", False)])
def test_a_boolean_is_read_as_written(monkeypatch: pytest.MonkeyPatch, written: str, meant: bool) -> None:
    monkeypatch.setenv("ACCANTO_PROVA", written)
    assert env.env_bool("ACCANTO_PROVA", not meant) is meant


def test_a_misspelt_boolean_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCANTO_PROVA", "flase")
    with pytest.raises(env.SettingError, match=r"ACCANTO_PROVA is «flase»: write true or false"):
        env.env_bool("ACCANTO_PROVA", True)


def test_a_number_below_the_least_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCANTO_PROVA", "0")
    with pytest.raises(env.SettingError, match="the least is 1"):
        env.env_int("ACCANTO_PROVA", 4, at_least=1)


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(env.SettingError, match="ACCANTO_ASSENTE is missing"):
        env.env_str("ACCANTO_ASSENTE")


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("parola\n")
    monkeypatch.setenv("ACCANTO_PROVA_FILE", str(tmp_path / "secret"))
    assert env.env_secret("ACCANTO_PROVA") == "parola"


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACCANTO_PROVA", "a")
    monkeypatch.setenv("ACCANTO_PROVA_FILE", str(tmp_path / "secret"))
    with pytest.raises(env.SettingError, match="keep one"):
        env.env_secret("ACCANTO_PROVA")


def test_an_unreadable_secret_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACCANTO_PROVA_FILE", str(tmp_path / "absent"))
    with pytest.raises(env.SettingError, match="ACCANTO_PROVA_FILE cannot be read"):
        env.env_secret("ACCANTO_PROVA")


def test_a_demo_secret_is_kept_and_only_its_owner_reads_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ACCANTO_HOME", str(tmp_path / "home"))
    first = env.demo_secret("secret_key")
    file = tmp_path / "home" / "secrets" / "secret_key"
    assert env.demo_secret("secret_key") == first
    assert len(first) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret_key"]
