"""What every answer tells the browser, whoever gave it: pages, files, refusals, and what never reached a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

# Nothing of the telephone is used but the camera that a file field opens, which asks by itself.
_SENSES = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb",
)  # fmt: skip
# Where the page's own policy (with its nonce) was not put on: nothing inline at all.
PLAIN_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
)
_EVERYWHERE = {
    "Permissions-Policy": ", ".join(f"{sense}=()" for sense in _SENSES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Content-Security-Policy": PLAIN_POLICY,
}


class SafeHeaders:
    """Outside everything else; what an answer says by itself stays."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _EVERYWHERE.items():
            response.headers.setdefault(name, value)
        known = getattr(request, "_cached_user", None)
        if known is not None and known.is_authenticated:
            # A desk is shared: after one leaves, the next one's «Back» shows nothing.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
