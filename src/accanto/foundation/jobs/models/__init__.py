from accanto.foundation.jobs.models.draft import Draft
from accanto.foundation.jobs.models.job import Job
from accanto.foundation.jobs.models.sent_form import SentForm

__all__ = ["Draft", "Job", "SentForm"]
