from accanto.foundation.jobs.models.draft import Draft
from accanto.foundation.jobs.models.job import Job

__all__ = ["Draft", "Job"]
