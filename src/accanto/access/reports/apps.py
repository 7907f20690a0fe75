from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "accanto.access.reports"
    label = "reports"
    verbose_name = _("Reports from third parties")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.access.reports import extract, places
        from accanto.access.reports.install import install
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history

        after_migrations.register(install)
        history.watch("reports.DutyShift")
        places.register()
        extract.register()
        _register_words()


def _register_words() -> None:
    from accanto.foundation.audit.verbs import register_verbs
    from accanto.foundation.notifications.operations import register_kinds

    register_verbs(
        {
            "reports.received": _("Report {number} received"),
            "reports.entrusted": _("Entrusted to {name}"),
            "reports.taken": _("Taken in evaluation"),
            "reports.named": _("Somebody more is named"),
            "reports.recognised": _("Somebody named was recognised"),
            "reports.evaluated": _("Evaluation signed"),
            "reports.answered": _("Answer written"),
            "reports.sent": _("Answer sent ({how})"),
            "reports.measure": _("Done for the household: {measure}"),
            "reports.eviction": _("The day of the eviction: {how}"),
            "reports.closed": _("Report closed: {how}"),
            "reports.joined": _("The report {number} ({whom}) is in this case"),
            "reports.term.done": _("Done: {term}"),
            "reports.term.dropped": _("No longer due: {term}. {reason}"),
            "reports.corrected": _("Corrected, {what}. {reason}"),
            "reports.covered": _("Who reported asks to stay private"),
            "reports.call.taken": _("Emergency call answered"),
            "reports.call.accepted": _("Emergency call taken over by {name}"),
            "reports.shift.opened": _("Duty shift opened"),
            "reports.shift.closed": _("Duty shift closed"),
        }
    )
    register_kinds(
        {
            "reports.entrusted": _("The report {number} is entrusted to you: {what}"),
            "reports.corrected": _("Report {number}: {what} was corrected, look at its terms"),
            "reports.without_evaluator": _("The report {number} needs another evaluator"),
            "reports.call_waiting": _(
                "The emergency call of {when} (report {number}) waits to be taken over"
            ),
            "reports.call_reminder": _(
                "Nobody has taken over the emergency call of {when} (report {number}) yet"
            ),
            "reports.call_accepted": _("{name} has taken over your call (report {number})"),
            "reports.late": _("Late: {term} (report {number})"),
            "reports.joined": _("The report {number} is now in a case of yours"),
        }
    )
