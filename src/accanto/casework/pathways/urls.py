"""Addresses of this room, under /percorsi/."""

from django.urls import URLPattern, path

from accanto.casework.pathways.views import agenda, board, case_tab, convocation, convoking, pacts

urlpatterns: list[URLPattern] = [
    path("", board.board, name="pathways"),
    path("agenda/", agenda.agenda, name="pathway_agenda"),
    path("patti/", pacts.service_pacts, name="service_pacts"),
    path("patti/<uuid:pk>/controllo/", pacts.service_pact_check, name="service_pact_check"),
    path("patti/<uuid:pk>/fine/", pacts.service_pact_end, name="service_pact_end"),
    path("caso/<uuid:pk>/", case_tab.case_pathway, name="case_pathway"),
    path("convocazioni/<uuid:pk>/", convocation.convocation, name="convocation"),
    path("convocazioni/<uuid:pk>/lettera/", convocation.letter, name="convocation_letter"),
    path("convocazioni/<uuid:pk>/invio/", convocation.sending, name="convocation_sending"),
    path("convocazioni/<uuid:pk>/esito/", convocation.outcome, name="convocation_outcome"),
    path("convocazioni/<uuid:pk>/decisione/", convocation.decision, name="convocation_decision"),
    path("<uuid:pk>/convoca/", convoking.new_convocation, name="convoke"),
    path("<uuid:pk>/patto/", pacts.service_pact_record, name="service_pact_record"),
    path("<uuid:pk>/rinnovo/", case_tab.renew, name="pathway_renew"),
    path("<uuid:pk>/sospensione/", case_tab.suspend, name="pathway_suspend"),
]
