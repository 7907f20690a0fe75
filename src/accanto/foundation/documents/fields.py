"""The field with which a form takes a file: it says what is taken, and refuses by size before anything is read."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazystr
from django.utils.translation import gettext as _

from accanto.foundation.documents.errors import FileRefused
from accanto.foundation.documents.file_types import MEGABYTE, rules_of
from accanto.foundation.documents.inspection import check_size


class DocumentField(forms.FileField):
    """`kind` is the kind of document that the file becomes."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("help_text", lazystr(_Taken(kind)))
        kwargs.setdefault("allow_empty_file", True)  # an empty file is refused in our own words
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        rules = rules_of(self.kind)
        return {
            "accept": rules.accept,
            "data-most-bytes": rules.size,
            "data-too-large": lazystr(_TooLarge(self.kind)),
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile):
            try:
                check_size(found.size or 0, self.kind)
            except FileRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return found


class _Taken:
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __str__(self) -> str:
        rules = rules_of(self.kind)
        return _("%(types)s, up to %(limit)d MB.") % {"types": rules.words, "limit": rules.size // MEGABYTE}


class _TooLarge(_Taken):
    def __str__(self) -> str:
        return _("The file is larger than %(limit)d MB: scan it in grey, reduce it or divide it.") % {
            "limit": rules_of(self.kind).size // MEGABYTE
        }
