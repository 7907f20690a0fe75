from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "accanto.casework.training"
    label = "training"
    verbose_name = _("Training")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.cases.case_followers import register_case_follower
        from accanto.casework.training import extract, places
        from accanto.casework.training.middleware import disguise_in_use
        from accanto.casework.training.operations import align_case
        from accanto.foundation.audit import history
        from accanto.people.persons.told_names import register_teller

        register_teller(disguise_in_use)
        register_case_follower(lambda case, by, at: align_case(case=case, by=by, at=at))
        history.watch("training.Traineeship")
        places.register()
        extract.register()
        _register_words()


def _register_words() -> None:
    from accanto.foundation.audit.verbs import register_verbs
    from accanto.foundation.notifications.operations import register_kinds

    register_verbs(
        {
            "training.planned": _("Traineeship of {student} with {tutor}"),
            "training.begun": _("The traineeship of {student} begins"),
            "training.closed": _("The traineeship of {student} is over"),
            "training.case.chosen": _("Chosen for the traineeship of {student}: {reason}"),
            "training.case.taken": _("No longer read by {student}, in training: {reason}"),
        }
    )
    register_kinds(
        {
            "training.student_given": _("You are the tutor of {student}: choose the cases to read together"),
            "training.case_chosen": _("{tutor} chose a case for you"),
        }
    )
