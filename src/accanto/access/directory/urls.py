"""Addresses of this room, under /orientamento/."""

from django.urls import URLPattern, path

from accanto.access.directory.views import exchange, finding, keeping, slips, writing

urlpatterns: list[URLPattern] = [
    path("", finding.directory, name="directory"),
    path("nuova/", writing.entry_new, name="entry_new"),
    path("da-ricontrollare/", keeping.entries_due, name="entries_due"),
    path("bozze/", keeping.entries_drafts, name="entries_drafts"),
    path("esporta/", exchange.directory_export, name="directory_export"),
    path("importa/", exchange.directory_import, name="directory_import"),
    path("<uuid:pk>/", finding.entry, name="entry"),
    path("<uuid:pk>/biglietto/", slips.entry_slip, name="entry_slip"),
    path("<uuid:pk>/biglietto/pdf/", slips.entry_slip_pdf, name="entry_slip_pdf"),
    path("<uuid:pk>/manda/", slips.entry_send, name="entry_send"),
    path("<uuid:pk>/modifica/", writing.entry_edit, name="entry_edit"),
    path("<uuid:pk>/pubblica/", keeping.entry_publish, name="entry_publish"),
    path("<uuid:pk>/ritira/", keeping.entry_withdraw, name="entry_withdraw"),
    path("<uuid:pk>/giusta/", keeping.entry_assure, name="entry_assure"),
]
