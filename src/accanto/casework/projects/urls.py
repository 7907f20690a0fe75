"""Addresses of this room, under /progetti/."""

from django.urls import URLPattern, path

from accanto.casework.projects.views import life, pieces, sheet, signing

urlpatterns: list[URLPattern] = [
    path("", sheet.project_list, name="projects"),
    path("caso/<uuid:pk>/", sheet.case_project, name="case_project"),
    path("apri/<uuid:pk>/", sheet.project_open, name="project_open"),
    path("prolunga/<uuid:pk>/", sheet.project_extend, name="project_extend"),
    path("<uuid:pk>/", sheet.project_sheet, name="project"),
    path("<uuid:pk>/suggerimenti/", pieces.suggestions, name="project_suggestions"),
    path("<uuid:pk>/nuovo/<slug:kind>/", pieces.piece_add, name="project_piece_add"),
    path("<uuid:pk>/nuovo/<slug:kind>/<int:under>/", pieces.piece_add, name="project_piece_under"),
    path("<uuid:pk>/cambia/<slug:kind>/<int:piece>/", pieces.piece_change, name="project_piece_change"),
    path("<uuid:pk>/togli/<slug:kind>/<int:piece>/", pieces.piece_remove, name="project_piece_remove"),
    path("<uuid:pk>/proponi/", signing.propose, name="project_propose"),
    path("<uuid:pk>/ritira/", signing.withdraw, name="project_withdraw"),
    path("<uuid:pk>/rivedi/", signing.revise, name="project_revise"),
    path("<uuid:pk>/firme/", signing.signatures, name="project_signatures"),
    path("<uuid:pk>/firma/<int:party>/", signing.sign, name="project_sign"),
    path("<uuid:pk>/versioni/", signing.versions, name="project_versions"),
    path("<uuid:pk>/avvia/", life.start, name="project_start"),
    path("<uuid:pk>/azione/<int:piece>/", life.action_settle, name="project_action"),
    path("<uuid:pk>/verifica/", life.review, name="project_review"),
    path("<uuid:pk>/sospendi/", life.suspend, name="project_suspend"),
    path("<uuid:pk>/riprendi/", life.resume, name="project_resume"),
    path("<uuid:pk>/chiudi/", life.close, name="project_close"),
    path("<uuid:pk>/abbandona/", life.abandon, name="project_abandon"),
]
