"""What an extract tells of students in training: nothing of its own."""

from django.utils.translation import gettext_lazy

from accanto.people.persons.extracts import leave_out


def register() -> None:
    leave_out(
        ["training.TraineeCase", "training.Pseudonym"],
        gettext_lazy(
            "The invented names that a student reads: they say nothing of the person; "
            "that a student could read stands among those who may see."
        ),
    )
