"""Addresses of this room, under /tirocini/."""

from django.urls import URLPattern, path

from accanto.casework.training.views import choosing, student, traineeships

urlpatterns: list[URLPattern] = [
    path("", traineeships.trainings, name="trainings"),
    path("nuovo/", traineeships.training_new, name="training_new"),
    path("mio/", student.training_mine, name="training_mine"),
    path("<uuid:pk>/", traineeships.training, name="training"),
    path("<uuid:pk>/comincia/", traineeships.training_begin, name="training_begin"),
    path("<uuid:pk>/fine/", traineeships.training_end, name="training_end"),
    path("<uuid:pk>/casi/scegli/", choosing.training_choose, name="training_choose"),
    path("<uuid:pk>/casi/<int:chosen>/togli/", choosing.training_take, name="training_take"),
]
