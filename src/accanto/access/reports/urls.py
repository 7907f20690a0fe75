"""Addresses of this room, under /segnalazioni/."""

from django.urls import URLPattern, path

from accanto.access.reports.views import (
    answering,
    case_tab,
    correcting,
    deciding,
    emergency,
    evaluating,
    evictions,
    lists,
    people,
    receiving,
    report,
)

urlpatterns: list[URLPattern] = [
    path("", lists.reports, name="reports"),
    path("nuova/", receiving.report_new, name="report_new"),
    path("turno/", emergency.duty, name="duty"),
    path("turno/comincia/", emergency.duty_open, name="duty_open"),
    path("turno/<uuid:pk>/chiudi/", emergency.duty_close, name="duty_close"),
    path("chiamata/", emergency.call_new, name="call_new"),
    path("chiamate/<uuid:pk>/consegna/", emergency.handover, name="handover"),
    path("caso/<uuid:pk>/", case_tab.case_reports, name="case_reports"),
    path("<uuid:pk>/", report.report_page, name="report"),
    path("<uuid:pk>/prendi/", evaluating.report_take, name="report_take"),
    path("<uuid:pk>/affida/", evaluating.report_entrust, name="report_entrust"),
    path("<uuid:pk>/correggi/", correcting.report_correct, name="report_correct"),
    path("<uuid:pk>/riservatezza/", correcting.report_cover, name="report_cover"),
    path("<uuid:pk>/termini/<slug:code>/", report.report_term, name="report_term"),
    path("<uuid:pk>/valutazione/", evaluating.report_evaluation, name="report_evaluation"),
    path("<uuid:pk>/valutazione/firma/", evaluating.report_sign, name="report_sign"),
    path("<uuid:pk>/persone/", people.report_name, name="report_name"),
    path("<uuid:pk>/persone/<int:named>/", people.report_recognise, name="report_recognise"),
    path("<uuid:pk>/persone/<int:named>/scheda/", people.report_register, name="report_register"),
    path("<uuid:pk>/risposta/", answering.report_answer, name="report_answer"),
    path("<uuid:pk>/risposte/<int:answer>/", answering.report_answer_pdf, name="report_answer_pdf"),
    path("<uuid:pk>/risposte/<int:answer>/invio/", answering.report_sent, name="report_sent"),
    path("<uuid:pk>/esito/", deciding.report_outcome, name="report_outcome"),
    path("<uuid:pk>/misure/", evictions.report_measure, name="report_measure"),
    path("<uuid:pk>/sfratto/", evictions.report_eviction, name="report_eviction"),
]
