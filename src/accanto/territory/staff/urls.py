"""Addresses of this room, under /personale/."""

from django.urls import URLPattern, path

from accanto.territory.staff.views import entering, managing, reading

urlpatterns: list[URLPattern] = [
    path("", reading.staff_list, name="staff"),
    path("nuovo/", managing.operator_new, name="operator_new"),
    path("<int:pk>/", reading.operator_page, name="operator"),
    path("<int:pk>/password/", managing.password_renew, name="operator_password"),
    path("<int:pk>/chiudi/", managing.account_suspend, name="operator_suspend"),
    path("<int:pk>/riapri/", managing.account_reactivate, name="operator_reactivate"),
    path("<int:pk>/sessioni/chiudi/", entering.operator_sessions_end, name="operator_sessions_end"),
    path("<int:pk>/sblocca/", entering.operator_unlock, name="operator_unlock"),
    path("<int:pk>/secondo-passo/", entering.second_step_reset, name="second_step_reset"),
    path("<int:pk>/identita/", entering.login_identity, name="login_identity"),
    path("<int:pk>/contratti/nuovo/", managing.contract_add, name="contract_add"),
    path("<int:pk>/ruoli/nuovo/", managing.role_add, name="role_add"),
    path("contratti/<int:pk>/fine/", managing.contract_end, name="contract_end"),
    path("ruoli/<int:pk>/fine/", managing.role_end, name="role_end"),
    path("uffici/<int:pk>/fine/", managing.post_end, name="post_end"),
]
