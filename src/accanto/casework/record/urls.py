"""Addresses of this room, under /fascicolo/."""

from django.urls import URLPattern, path

from accanto.casework.record.views import dossier, family, network, notes, reports

_FAMILY = "<uuid:pk>/famiglia/"
_REPORT = "<uuid:pk>/relazioni/<uuid:report_id>/"
_NOTE = "<uuid:pk>/appunti/<uuid:note_id>/"

urlpatterns: list[URLPattern] = [
    path(_FAMILY, family.record_family, name="record_family"),
    path(f"{_FAMILY}parente/", family.record_relative_add, name="record_relative_add"),
    path(
        f"{_FAMILY}parente/<int:relative_id>/togli/",
        family.record_relative_remove,
        name="record_relative_remove",
    ),
    path(f"{_FAMILY}legame/", family.record_relation_add, name="record_relation_add"),
    path(f"{_FAMILY}parentela/<int:row_id>/fine/", family.record_relation_end, name="record_relation_end"),
    path(f"{_FAMILY}legame/<int:row_id>/fine/", family.record_bond_end, name="record_bond_end"),
    path("<uuid:pk>/rete/aggiungi/", network.record_contact_add, name="record_contact_add"),
    path("<uuid:pk>/rete/<int:contact_id>/", network.record_contact, name="record_contact"),
    path("<uuid:pk>/rete/<int:contact_id>/fine/", network.record_contact_end, name="record_contact_end"),
    path("<uuid:pk>/relazioni/", reports.record_reports, name="record_reports"),
    path("<uuid:pk>/relazioni/nuova/", reports.record_report_new, name="record_report_new"),
    path(_REPORT, reports.record_report, name="record_report"),
    path(f"{_REPORT}firma/", reports.record_report_sign, name="record_report_sign"),
    path(f"{_REPORT}correggi/", reports.record_report_correct, name="record_report_correct"),
    path(f"{_REPORT}lascia/", reports.record_report_drop, name="record_report_drop"),
    path("<uuid:pk>/stampa/", dossier.record_dossier, name="record_dossier"),
    path("<uuid:pk>/appunti/", notes.record_notes, name="record_notes"),
    path(_NOTE, notes.record_note, name="record_note"),
    path(f"{_NOTE}cancella/", notes.record_note_delete, name="record_note_delete"),
    path(f"{_NOTE}diario/", notes.record_note_promote, name="record_note_promote"),
]
