"""The assessment on paper: only what the reader may read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.queries.sheet import Sheet, reader_of, sheet_of
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class PrintedAnswer:
    """`member` is empty for an answer about the household."""

    label: str
    member: str
    words: str
    author: str
    at: datetime


@dataclass(frozen=True)
class PrintedSection:
    code: str
    title: str
    answers: tuple[PrintedAnswer, ...]


def answers_for_print(assessment: Assessment, user: User, at: datetime) -> list[PrintedSection]:
    """Answers given, by section; sections without answers are left out, and so is what is no longer asked."""
    return printed_sections(sheet_of(reader_of(user, assessment, at), timezone.localtime(at).date()))


def printed_sections(sheet: Sheet) -> list[PrintedSection]:
    printed = []
    for section in sheet.reader.sections:
        answers = tuple(
            PrintedAnswer(
                str(field.item.label),
                str(field.person or ""),
                field.words,
                str(field.answer.author),
                field.answer.updated_at,
            )
            for field in sheet.fields(section)
            if field.answer and field.answered and field.asked
        )
        if answers:
            printed.append(PrintedSection(section.code, str(section.title), answers))
    return printed
