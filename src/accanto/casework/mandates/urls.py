"""Addresses of this room, under /provvedimenti/."""

from django.urls import URLPattern, path

from accanto.casework.mandates.views import administrators, case_tab, hearings, lists, measure, reports

urlpatterns: list[URLPattern] = [
    path("", lists.measures, name="measures"),
    path("amministratori/", lists.administrators, name="administrators"),
    path("amministratori/<uuid:pk>/", administrators.administrator, name="administrator"),
    path(
        "amministratori/<uuid:pk>/rendiconto/",
        administrators.administrator_account,
        name="administrator_account",
    ),
    path("amministratori/<uuid:pk>/fine/", administrators.administrator_end, name="administrator_end"),
    path("caso/<uuid:pk>/", case_tab.case_measures, name="case_measures"),
    path("caso/<uuid:pk>/nuovo/", case_tab.measure_new, name="measure_new"),
    path("caso/<uuid:pk>/amministratore/", administrators.administrator_new, name="administrator_new"),
    path("udienze/<uuid:pk>/", hearings.hearing, name="hearing"),
    path("relazioni/<uuid:pk>/", reports.court_report, name="court_report"),
    path("relazioni/<uuid:pk>/firma/", reports.report_sign, name="court_report_sign"),
    path("relazioni/<uuid:pk>/invio/", reports.report_send, name="court_report_send"),
    path("relazioni/<uuid:pk>/correggi/", reports.report_correct, name="court_report_correct"),
    path("<uuid:pk>/", measure.measure, name="measure"),
    path("<uuid:pk>/responsabile/", measure.measure_responsible, name="measure_responsible"),
    path("<uuid:pk>/termini/", measure.term_add, name="term_add"),
    path("<uuid:pk>/termini/<uuid:term>/", measure.term_change, name="term_change"),
    path("<uuid:pk>/prescrizioni/", measure.prescription_add, name="prescription_add"),
    path(
        "<uuid:pk>/prescrizioni/<int:prescription>/revoca/",
        measure.prescription_lift,
        name="prescription_lift",
    ),
    path("<uuid:pk>/segnalazione/", measure.measure_signal, name="measure_signal"),
    path("<uuid:pk>/fine/", measure.measure_end, name="measure_end"),
    path("<uuid:pk>/prescrizioni/<int:prescription>/", measure.prescription_check, name="prescription_check"),
    path("<uuid:pk>/udienza/", hearings.hearing_new, name="hearing_new"),
    path("<uuid:pk>/relazione/", reports.report_new, name="court_report_new"),
]
