"""Addresses of this room under /diritti/: what is kept of people, and what they may ask."""

from django.urls import URLPattern, path

from accanto.steering.privacy.views import (
    erasures,
    extracts,
    rectifications,
    register,
    requests,
    restrictions,
    retention,
)

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
    path("richieste/<uuid:pk>/correzione/", rectifications.rectification, name="privacy_rectification"),
    path("richieste/<uuid:pk>/limitazione/", restrictions.restriction, name="privacy_restriction"),
    path(
        "richieste/<uuid:pk>/limitazione/fine/", restrictions.restriction_end, name="privacy_restriction_end"
    ),
    path("destinatari/<int:pk>/detto/", rectifications.recipient_told, name="privacy_recipient_told"),
    path("richieste/<uuid:pk>/cancellazione/", erasures.erasure_asked, name="privacy_erasure_asked"),
    path("conservazione/<uuid:pk>/cancellazione/", erasures.erasure_due, name="privacy_erasure_due"),
    path("cancellazioni/<uuid:pk>/conferma/", erasures.erasure_confirm, name="privacy_erasure_confirm"),
    path("cancellazioni/<uuid:pk>/ritiro/", erasures.erasure_withdraw, name="privacy_erasure_withdraw"),
    path("richieste/<uuid:pk>/estratto/", extracts.extract_page, name="privacy_extract"),
    path("richieste/<uuid:pk>/estratto/nomi/", extracts.extract_names, name="privacy_extract_names"),
    path("richieste/<uuid:pk>/estratto/rilascio/", extracts.extract_issue, name="privacy_extract_issue"),
    path(
        "richieste/<uuid:pk>/estratto/estratto.<slug:kind>",
        extracts.extract_file,
        name="privacy_extract_file",
    ),
    path(
        "richieste/<uuid:pk>/estratto/parti/<slug:code>/",
        extracts.extract_section,
        name="privacy_extract_section",
    ),
    path(
        "richieste/<uuid:pk>/estratto/parti/<slug:code>/tolta/",
        extracts.extract_omit,
        name="privacy_extract_omit",
    ),
    path(
        "richieste/<uuid:pk>/estratto/parti/<slug:code>/rimessa/",
        extracts.extract_put_back,
        name="privacy_extract_put_back",
    ),
]
