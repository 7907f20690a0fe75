"""Every minute: what was recorded since is sealed into the chain."""

from procrastinate.contrib.django import app

from accanto.foundation.audit import chain


@app.periodic(cron="* * * * *")
@app.task(name="accanto.audit_seal", queue="jobs")
def audit_seal(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; a run that was missed is made good by the next."""
    chain.seal()
