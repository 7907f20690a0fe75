"""`python -m tests.hunt [--most N] [USERNAME …]`: the walk of `idor` over the demonstration zone, loaded afresh.

Without names the whole cast walks. `--most`: how many ids of a kind each tries, inside and outside, at each address; of
all ids, whatever it is, the database is asked who sees them.
"""

import argparse
import os
import subprocess
import sys

from accanto.core.database import roles
from accanto.core.database.cluster import ensure_running
from tests.database import EYES_OF_TESTS, ROOT, allow_arranging

DATABASE = "accanto_hunt"
HOLD_BACK = "accanto.foundation.limits.middleware.HoldBack"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hunt", description=__doc__)
    parser.add_argument("--most", type=int, default=4)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    _load()
    os.environ.update(
        ACCANTO_DB_NAME=DATABASE, DJANGO_SETTINGS_MODULE="config.settings.demo", PGOPTIONS=EYES_OF_TESTS
    )
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    # Thousands of requests in a row are more than anybody may ask for.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != HOLD_BACK]
    from tests import cast
    from tests.hunt.idor import Walk, report

    walk = Walk([cast.user(name) for name in args.names or cast.EVERYBODY], args.most)
    beyond = walk.beyond()
    sys.stdout.write(f"{walk.compared} ids compared, {walk.shown} shown, {len(beyond)} kinds wrong\n")
    sys.stdout.write("".join(f"{one}\n" for one in beyond))
    sys.stdout.flush()
    found = walk.wrong()
    sys.stdout.write(f"{walk.asked} asked, {len(found)} wrong\n{report(found)}\n")
    return int(bool(found or beyond))


def _load() -> None:
    ensure_running()
    roles.drop_database(DATABASE)
    surroundings = {
        **os.environ,
        "ACCANTO_DB_NAME": DATABASE,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    surroundings["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    for word in ("setup", "demo"):
        subprocess.run(
            [sys.executable, "-m", "accanto.faces.cli", word], cwd=ROOT, env=surroundings, check=True
        )
    allow_arranging(DATABASE)


if __name__ == "__main__":
    sys.exit(main())
