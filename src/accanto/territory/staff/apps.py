from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "accanto.territory.staff"
    label = "staff"
    verbose_name = _("Staff")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.web.frame import Place, add_place
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.entrance import first_things
        from accanto.territory.staff import first_password, leaving, receivers, second_step

        receivers.connect()
        first_things.register_first_thing(first_password.FIRST_THING)
        first_things.register_first_thing(second_step.FIRST_THING)
        first_things.register_closing_time(leaving.closing_time)

        for name in ("Operator", "Contract", "OfficePost", "RoleGrant"):
            history.watch(f"staff.{name}")
        history.watch("staff.User", without=("password", "last_login"))
        add_place(Place(250, _("Staff"), "staff", "pa", "staff.view", "/personale/"))
        register_verbs(
            {
                "staff.account.created": _("Account {username} created"),
                "staff.account.suspended": _("Account closed: {reason}"),
                "staff.account.reactivated": _("Account opened again"),
                "staff.password.renewed": _("A new first password was given"),
                "staff.password.own": _("Chose a password of their own"),
                "staff.second_step.added": _("Second step added"),
                "staff.second_step.removed": _("Second step taken away"),
                "staff.second_step.reset": _("Second step taken away by the administrator: {reason}"),
                "staff.identity.changed": _("How they are known to the log-in of the body was changed"),
                "staff.contract.added": _("Contract of {hours} hours a week with {employer}"),
                "staff.contract.ended": _("Contract ended on {day}"),
                "staff.post.added": _("Works in {office}"),
                "staff.post.ended": _("No longer works in {office} from {day}"),
                "staff.role.granted": _("Role «{role}» given in {office}"),
                "staff.role.ended": _("Role «{role}» ended in {office} from {day}"),
            }
        )
