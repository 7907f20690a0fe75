from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    name = "accanto.casework.record"
    label = "record"
    verbose_name = _("Social record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.cases.birth_followers import register_birth_follower
        from accanto.casework.record import extract, jobs, places  # noqa: F401  (jobs registers the dossier)
        from accanto.casework.record.install import install
        from accanto.casework.record.operations import family
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.people.persons.birth_checks import register_birth_check

        after_migrations.register(install)
        # That a note was there is told by the history; its words are its author's, and go when the author says so.
        history.watch("record.PersonalNote", without=("text",))
        places.register()
        extract.register()
        register_birth_follower(family.say_parents)
        register_birth_check(family.check_birth_in_families)
        register_verbs(
            {
                "record.relative.added": _("Family: {name} is added to the genogram"),
                "record.relation.added": _("Family: {one} {kind} {other}"),
                "record.relation.ended": _("Family: no longer {one} {kind} {other}. {reason}"),
                "record.bond.changed": _("Family: what is seen between two people is changed"),
                "record.report.opened": _("A report is begun: {title}"),
                "record.report.signed": _("Report signed: {title}, version {number}"),
                "record.report.replaced": _("A new version of the report is begun: {title}. {reason}"),
                "record.report.dropped": _("Report not finished: {title}"),
                "record.dossier.printed": _("Dossier printed: {period}"),
            }
        )
