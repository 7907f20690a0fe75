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
                "staff.contract.added": _("Contract of {hours} hours a week with {employer}"),
                "staff.contract.ended": _("Contract ended on {day}"),
                "staff.post.added": _("Works in {office}"),
                "staff.post.ended": _("No longer works in {office} from {day}"),
                "staff.role.granted": _("Role «{role}» given in {office}"),
                "staff.role.ended": _("Role «{role}» ended in {office} from {day}"),
            }
        )
