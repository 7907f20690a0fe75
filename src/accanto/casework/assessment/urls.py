"""Addresses of this room, under /valutazioni/."""

from django.urls import URLPattern, path

from accanto.casework.assessment import section_addresses
from accanto.casework.assessment.views import case, decision, filling, saving

section_addresses.register()
urlpatterns: list[URLPattern] = [
    path("caso/<uuid:pk>/", case.case_assessments, name="case_assessments"),
    path("percorso/<uuid:pk>/", case.pathway_analysis, name="pathway_analysis"),
    path("percorso/<uuid:pk>/comincia/", case.assessment_start, name="assessment_start"),
    path("<uuid:pk>/", filling.assessment_page, name="assessment"),
    path("<uuid:pk>/stampa/", case.assessment_print, name="assessment_print"),
    path("<uuid:pk>/sezioni/<section:code>/", filling.assessment_section, name="assessment_section"),
    path("<uuid:pk>/risposta/", saving.answer_save, name="assessment_answer"),
    path("<uuid:pk>/risposta/<str:name>/", saving.answer_field, name="assessment_field"),
    path("<uuid:pk>/risposta/<str:name>/storia/", saving.answer_history, name="assessment_history"),
    path("<uuid:pk>/novita/", saving.assessment_news, name="assessment_news"),
    path("<uuid:pk>/componenti/", decision.members_page, name="assessment_members"),
    path("<uuid:pk>/componenti/proposte/", decision.members_accept, name="assessment_members_accept"),
    path("<uuid:pk>/componenti/<uuid:person>/", decision.member_decide, name="assessment_member"),
    path("<uuid:pk>/decisione/", decision.decision_page, name="assessment_decision"),
    path("<uuid:pk>/interrompi/", decision.assessment_interrupt, name="assessment_interrupt"),
    path("<uuid:pk>/riapri/", decision.assessment_reopen, name="assessment_reopen"),
]
