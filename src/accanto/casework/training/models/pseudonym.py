from django.db import models

from accanto.casework.training.models.traineeship import Traineeship


class Pseudonym(models.Model):
    """The invented name of a person, the same for as long as the traineeship lasts; another student reads another."""

    traineeship = models.ForeignKey(Traineeship, models.CASCADE, related_name="pseudonyms")
    person = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["traineeship", "person"], name="one_pseudonym"),
            models.UniqueConstraint(
                fields=["traineeship", "first_name", "last_name"], name="pseudonym_names_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
