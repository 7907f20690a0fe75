"""Addresses of this room, under /volontari/."""

from django.urls import URLPattern, path

from accanto.access.offers.views import changing, figures, givers, matching, needs, offers, visits

urlpatterns: list[URLPattern] = [
    path("", offers.offers, name="offers"),
    path("nuova/", offers.offer_new, name="offer_new"),
    path("<uuid:pk>/", offers.offer_page, name="offer"),
    path("<uuid:pk>/cambia/", changing.offer_change, name="offer_change"),
    path("<uuid:pk>/fine/", offers.offer_end, name="offer_end"),
    path("chi/<uuid:pk>/", givers.giver_edit, name="giver_edit"),
    path("chi/<uuid:pk>/verifiche/", givers.giver_check, name="giver_check"),
    path("chi/<uuid:pk>/grazie/", givers.giver_thanks, name="giver_thanks"),
    path("chi/<uuid:pk>/dimentica/", givers.giver_forget, name="giver_forget"),
    path("grazie/<uuid:pk>/lettera.pdf", givers.thanks_pdf, name="thanks_pdf"),
    path("bisogni/", needs.needs, name="volunteer_needs"),
    path("bisogni/nuovo/", needs.need_new, name="volunteer_need_new"),
    path("bisogni/<uuid:pk>/", needs.need_page, name="volunteer_need"),
    path("bisogni/<uuid:pk>/luogo/", needs.need_place, name="volunteer_need_place"),
    path("bisogni/<uuid:pk>/ritira/", needs.need_withdraw, name="volunteer_need_withdraw"),
    path("bisogni/<uuid:pk>/proponi/", matching.offer_propose, name="offer_propose"),
    path("abbinamenti/<uuid:pk>/risposta/", matching.offer_answer, name="offer_answer"),
    path("abbinamenti/<uuid:pk>/altri-giorni/", matching.offer_plan, name="offer_plan"),
    path("abbinamenti/<uuid:pk>/fine/", matching.offer_finish, name="offer_finish"),
    path("calendario/", visits.visits, name="volunteer_visits"),
    path("calendario/<uuid:pk>/", visits.visit_settle, name="volunteer_visit"),
    path("dati/", figures.offers_figures, name="offers_figures"),
    path("caso/<uuid:pk>/", needs.case_volunteers, name="case_volunteers"),
]
