from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.projects.enums import RepresentativeRole, SignatureKind
from accanto.casework.projects.models.content import Piece, PieceQuerySet
from accanto.casework.projects.models.project import Project, ProjectVersion


class Party(Piece):
    """Who must sign: an adult member, or an operator for a body.

    A member who cannot sign does it through a legal representative, whom a decree names; all five facts or none.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="parties")
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    representative = models.CharField(max_length=160, blank=True)
    representative_role = models.CharField(max_length=10, choices=RepresentativeRole.choices, blank=True)
    decree_authority = models.CharField(max_length=120, blank=True)
    decree_number = models.CharField(max_length=40, blank=True)
    decree_on = models.DateField(null=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                name="party_is_a_member_or_an_operator",
                condition=Q(person__isnull=False, user=None)
                | Q(person=None, user__isnull=False, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="party_represented_by_a_whole_decree",
                condition=Q(
                    representative="",
                    representative_role="",
                    decree_authority="",
                    decree_number="",
                    decree_on=None,
                )
                | Q(person__isnull=False, decree_on__isnull=False)
                & ~(
                    Q(representative="")
                    | Q(representative_role="")
                    | Q(decree_authority="")
                    | Q(decree_number="")
                ),
            ),
            models.UniqueConstraint(
                fields=["project", "person", "user"],
                name="party_once",
                nulls_distinct=False,
                condition=Q(removed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.user_id}"


class Signature(models.Model):
    """A party signed a frozen version; rows are only added.

    On paper the document is the scan, on screen the drawing. Who cannot draw types the name in front of
    `collected_by`: then there is no document, and `signed_name` and `recorded_at` are the signature.
    """

    version = models.ForeignKey(ProjectVersion, models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=6, choices=SignatureKind.choices)
    signed_on = models.DateField()
    signed_name = models.CharField(max_length=160)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="party_signs_a_version_once"),
            models.CheckConstraint(
                name="signature_has_its_document", condition=Q(kind="typed") | Q(document__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.signed_on}"
