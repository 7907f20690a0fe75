"""The extract of one's data (GDPR art. 15): whom it is about, what is told, what stands in its way, the papers."""

from accanto.steering.privacy.extracting.gathering import Omitted, Preview, preview, preview_section
from accanto.steering.privacy.extracting.subject import may_prepare, subject_of

__all__ = ["Omitted", "Preview", "may_prepare", "preview", "preview_section", "subject_of"]
