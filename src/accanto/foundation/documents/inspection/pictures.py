"""What PNG and JPEG share: how large a picture may be, and how a spoilt one is refused."""

from django.utils.translation import gettext as _

from accanto.foundation.documents.errors import Fault, FileRefused
from accanto.foundation.documents.file_types import limits
from accanto.foundation.documents.inspection.signatures import markup

_HANGING = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"MZ\x90\x00", b"\x7fELF")


def check_dimensions(width: int, height: int) -> None:
    """:raises FileRefused: no pixels, or so many that opening it would fill the memory."""
    if not width or not height:
        raise damaged()
    if width > limits().side or height > limits().side or width * height > limits().pixels:
        raise FileRefused(
            Fault.BOMB,
            _("The picture is %(width)d × %(height)d pixels, too many to be opened: save it smaller.")
            % {"width": width, "height": height},
        )


def check_hanging(rest: bytes) -> None:
    """:raises FileRefused: another file hangs on the end of the picture."""
    if markup(rest) or any(mark in rest for mark in _HANGING):
        raise disguised()


def damaged() -> FileRefused:
    return FileRefused(Fault.DAMAGED, _("The picture is damaged or incomplete: take or scan it again."))


def disguised() -> FileRefused:
    return FileRefused(
        Fault.DISGUISED,
        _(
            "This picture hides another file inside itself: open it, save it as a new picture, and choose that one."
        ),
    )
