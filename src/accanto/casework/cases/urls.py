"""Addresses of this room, under /casi/."""

from django.urls import URLPattern, path

from accanto.casework.cases.views import (
    access,
    bars,
    closing,
    deciding,
    diary,
    documents,
    emergency,
    household,
    lists,
    moving,
    protection,
)

urlpatterns: list[URLPattern] = [
    path("", lists.case_list, name="cases"),
    path("<uuid:pk>/", diary.case_page, name="case"),
    path("<uuid:pk>/diario/", diary.write_note, name="case_note"),
    path("<uuid:pk>/diario/<int:entry_id>/", diary.case_entry, name="case_entry"),
    path("<uuid:pk>/nucleo/", household.case_household, name="case_household"),
    path("<uuid:pk>/nucleo/aggiungi/", household.member_add, name="case_member_add"),
    path("<uuid:pk>/nucleo/<int:member_id>/esce/", household.member_end, name="case_member_end"),
    path("<uuid:pk>/nucleo/<int:member_id>/protezione/", protection.case_protection, name="case_protection"),
    path(
        "<uuid:pk>/nucleo/<int:member_id>/protezione/fine/",
        protection.case_protection_end,
        name="case_protection_end",
    ),
    path(
        "<uuid:pk>/nucleo/<int:member_id>/contatto-sicuro/",
        protection.case_safe_contact,
        name="case_safe_contact",
    ),
    path("<uuid:pk>/documenti/", documents.case_documents, name="case_documents"),
    path("<uuid:pk>/documenti/aggiungi/", documents.document_add, name="case_document_add"),
    path("<uuid:pk>/documenti/<uuid:document_id>/", documents.document_versions, name="case_document"),
    path("<uuid:pk>/chi-vede/", access.case_access, name="case_access"),
    path("<uuid:pk>/perche/", access.case_why, name="case_why"),
    path("<uuid:pk>/richieste/<uuid:request_id>/", deciding.case_request, name="case_request"),
    path("<uuid:pk>/comparto/", moving.case_move, name="case_move"),
    path("<uuid:pk>/chi-non-deve-vedere/", bars.case_bars, name="case_bars"),
    path("<uuid:pk>/chi-non-deve-vedere/<int:user_id>/fine/", bars.case_bar_end, name="case_bar_end"),
    path("<uuid:pk>/emergenza/", emergency.case_emergency, name="case_emergency"),
    path("<uuid:pk>/chiudi/", closing.case_close, name="case_close"),
]
