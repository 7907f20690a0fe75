from django.urls import URLPattern, path

from accanto.casework.agenda.views import case, feed, mine, moving, office, places, rooms, series

urlpatterns: list[URLPattern] = [
    path("", mine.agenda, name="agenda"),
    path("nuovo/", mine.agenda_book, name="agenda_book"),
    path("appuntamenti/<uuid:pk>/", mine.agenda_appointment, name="agenda_appointment"),
    path("appuntamenti/<uuid:pk>/esito/", mine.appointment_settle, name="appointment_settle"),
    path("appuntamenti/<uuid:pk>/sposta/", moving.appointment_move, name="appointment_move"),
    path("caso/<uuid:pk>/", case.case_appointments, name="case_appointments"),
    path("ufficio/", office.agenda_office, name="agenda_office"),
    path("stanze/", rooms.rooms, name="rooms"),
    path("stanze/<int:pk>/togli/", rooms.room_retire, name="room_retire"),
    path("posti/", series.slots, name="slots"),
    path("posti/nuovi/", series.series_new, name="series_new"),
    path("posti/<uuid:pk>/", series.series, name="series"),
    path("posti/<uuid:pk>/salta/", series.series_skip, name="series_skip"),
    path("posti/<uuid:pk>/fine/", series.series_end, name="series_end"),
    path("posti/<uuid:pk>/invita/", series.series_invite, name="series_invite"),
    path("ore/<uuid:pk>/", places.slot, name="slot"),
    path("ore/<uuid:pk>/prendi/", places.slot_take, name="slot_take"),
    path("ore/<uuid:pk>/annulla/", series.slot_cancel, name="slot_cancel"),
    path("ore/posti/<uuid:pk>/esito/", places.place_settle, name="place_settle"),
    path("ore/posti/<uuid:pk>/sposta/", moving.place_move, name="place_move"),
    path("da-chiamare/", places.agenda_calls, name="agenda_calls"),
    path("da-chiamare/<uuid:pk>/", places.place_called, name="place_called"),
    path("calendario/", feed.agenda_feed, name="agenda_feed"),
    path("calendario/nuovo/", feed.agenda_feed_make, name="agenda_feed_make"),
    path("calendario/revoca/", feed.agenda_feed_revoke, name="agenda_feed_revoke"),
    path("calendario/<str:secret>.ics", feed.calendar_feed, name="calendar_feed"),
]
