"""Once a night what was given back long ago is forgotten."""

import time
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from accanto.foundation.limits.operations import forget


@app.periodic(cron="20 3 * * *")
@app.task(name="accanto.limits.forget", queue="jobs", pass_context=False)
def forget_limits(timestamp: int) -> None:
    forget(at=datetime.fromtimestamp(time.time(), UTC))
