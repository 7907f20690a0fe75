"""Addresses of this room under /diritti/: what is kept of people, and what they may ask."""

from django.urls import URLPattern, path

from accanto.steering.privacy.views import register, requests, retention

urlpatterns: list[URLPattern] = [
    path("registro/", register.register, name="privacy_register"),
    path("registro/registro.pdf", register.register_file, name="privacy_register_pdf"),
    path("registro/valutazione-impatto.pdf", register.dpia_file, name="privacy_dpia_pdf"),
    path("conservazione/", retention.terms, name="privacy_terms"),
    path("conservazione/<uuid:pk>/", retention.term, name="privacy_term"),
    path("sospensioni/nuova/", retention.hold_new, name="privacy_hold_new"),
    path("sospensioni/<uuid:pk>/fine/", retention.hold_end, name="privacy_hold_end"),
    path("richieste/", requests.requests, name="privacy_requests"),
    path("richieste/nuova/", requests.request_new, name="privacy_request_new"),
    path("richieste/<uuid:pk>/", requests.request_page, name="privacy_request"),
    path("richieste/<uuid:pk>/proroga/", requests.request_extend, name="privacy_request_extend"),
    path("richieste/<uuid:pk>/risposta/", requests.request_answer, name="privacy_request_answer"),
]
