from accanto.casework.record.models.family import Bond, Relationship, Relative
from accanto.casework.record.models.notes import PersonalNote
from accanto.casework.record.models.reports import SocialReport

__all__ = ["Bond", "PersonalNote", "Relationship", "Relative", "SocialReport"]
