"""Every address of the product; each room lists its own."""

from django.urls import URLPattern, URLResolver, include, path

from accanto.faces.api import zone_api
from accanto.territory.staff.urls_account import own_index

handler500 = "accanto.core.web.away.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accanto.faces.workspace.urls")),
    path("conto/", include("accanto.foundation.entrance.urls")),
    path("conto/", include("accanto.territory.staff.urls_account")),
    path("conto/", include("accanto.steering.privacy.urls_account")),
    path("conto/", include("allauth.urls")),
    path("conto/", include(own_index)),
    path("personale/", include("accanto.territory.staff.urls")),
    path("chiavi/", include("accanto.faces.api.urls")),
    path("servizi/", include("accanto.resources.catalogue.urls")),
    path("schede/", include("accanto.people.matching.urls")),
    path("agenda/", include("accanto.casework.agenda.urls")),
    path("orientamento/", include("accanto.access.directory.urls")),
    path("volontari/", include("accanto.access.offers.urls")),
    path("segnalazioni/", include("accanto.access.reports.urls")),
    path("sportello/", include("accanto.access.desk.urls")),
    path("casi/", include("accanto.casework.cases.urls")),
    path("provvedimenti/", include("accanto.casework.mandates.urls")),
    path("percorsi/", include("accanto.casework.pathways.urls")),
    path("valutazioni/", include("accanto.casework.assessment.urls")),
    path("equipe/", include("accanto.casework.teams.urls")),
    path("progetti/", include("accanto.casework.projects.urls")),
    path("fascicolo/", include("accanto.casework.record.urls")),
    path("tirocini/", include("accanto.casework.training.urls")),
    path("esiti/", include("accanto.access.outcomes.urls")),
    path("assegnazioni/", include("accanto.access.assignment.urls")),
    path("riservatezza/", include("accanto.steering.privacy.urls")),
    path("esclusioni/", include("accanto.steering.privacy.urls_bars")),
    path("diritti/", include("accanto.steering.privacy.urls_rights")),
    path("indicatori/", include("accanto.steering.indicators.urls")),
    path("lavori/", include("accanto.foundation.jobs.urls")),
    path("notifiche/", include("accanto.foundation.notifications.urls")),
    path("api/v1/", zone_api.urls),
]
