# ruff: noqa: INP001
"""Set up what a fresh clone lacks: virtual environment, locked Python packages, locked npm packages.

    python3 scripts/bootstrap.py run     what serving needs
    python3 scripts/bootstrap.py test    what testing needs too; Chromium and poppler where apt and root allow

Standard library only: it runs before anything is installed. A step is skipped when the lock file that
it comes from has not changed since.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    if what not in {"run", "test"}:
        stop("Say what for: run or test.", status=2)
    if sys.version_info < OLDEST_PYTHON:
        use_newer_python()
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / ".bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_environment()
        install_packages(
            ["requirements.txt"] if what == "run" else ["requirements.txt", "requirements-dev.txt"]
        )
        link_code()
        install_npm()
        if what == "test":
            find_chromium()
            find_poppler()


def use_newer_python() -> None:
    for name in ("python3.13", "python3.12", "python3.11"):
        if found := shutil.which(name):
            os.execv(found, [found, *sys.argv])  # noqa: S606 - ourselves again, under a newer Python
    stop("Python 3.11 or newer is needed (on Debian: apt install python3 python3-venv).")


def make_environment() -> None:
    if PYTHON.exists() and works([str(PYTHON), "-m", "pip", "--version"]):
        return
    tell("Making the virtual environment (.venv)")
    if VENV.exists():
        shutil.rmtree(VENV)
    if works([sys.executable, "-m", "venv", str(VENV)]):
        return
    # Debian keeps ensurepip in a package of its own.
    if apt_install("python3-venv") and works([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    stop(
        "The virtual environment cannot be made: install python3-venv (on Debian: apt install python3-venv)."
    )


def install_packages(locks: list[str]) -> None:
    stamp = VENV / f".{locks[-1]}.stamp"
    mark = digest(*locks)
    if read(stamp) == mark:
        return
    tell(f"Installing Python packages ({', '.join(locks)})")
    wanted = [word for lock in locks for word in ("-r", lock)]
    run(
        [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            *wanted,
        ]
    )
    stamp.write_text(mark)


def link_code() -> None:
    """The code is used where it lies: a path file and a script, no build, so no build tools to download."""
    folders = list((VENV / "lib").glob("python3*/site-packages"))
    write_if_different(folders[0] / "accanto.pth", f"{ROOT / 'src'}\n{ROOT}\n")
    script = VENV / "bin" / "accanto"
    write_if_different(script, f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m accanto.faces.cli "$@"\n')
    script.chmod(0o755)


def install_npm() -> None:
    stamp = ROOT / "node_modules" / ".accanto.stamp"
    mark = digest("package-lock.json", ".npmrc")
    if read(stamp) == mark:
        return
    if not shutil.which("npm"):
        stop(f"Node {OLDEST_NODE} or newer with npm is needed (on Debian: apt install nodejs npm).")
    tell("Installing npm packages (package-lock.json)")
    environment = dict(os.environ)
    home = environment.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        environment["npm_config_cache"] = str(ROOT / "var" / "npm-cache")
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
    stamp.write_text(mark)


def find_chromium() -> None:
    if shutil.which("chromium") or shutil.which("chromium-browser") or apt_install("chromium"):
        return
    tell("Chromium is missing and cannot be installed here: THE BROWSER TESTS WILL BE SKIPPED.")


def find_poppler() -> None:
    """Tests read with it what is printed."""
    if not shutil.which("pdftotext") and not apt_install("poppler-utils"):
        tell("pdftotext is missing (on Debian: apt install poppler-utils): THE TESTS OF PAPERS WILL FAIL.")


def apt_install(package: str) -> bool:
    """As root on Debian and its kin; anywhere else the answer is no."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    tell(f"Installing {package} with apt")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return works(install, environment) or (
        works(["apt-get", "update", "-qq"], environment) and works(install, environment)
    )


def digest(*names: str) -> str:
    found = hashlib.sha256()
    for name in names:
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def write_if_different(file: Path, content: str) -> None:
    if read(file) != content:
        file.write_text(content)


def works(command: list[str], environment: dict[str, str] | None = None) -> bool:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603
    if done.returncode != 0:
        stop(f"This failed: {shlex.join(command)}")


def tell(line: str) -> None:
    sys.stderr.write(f"· {line}\n")


def stop(line: str, status: int = 1) -> None:
    sys.stderr.write(f"{line}\n")
    raise SystemExit(status)


main()
