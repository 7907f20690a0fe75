from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from accanto.access.directory.enums import EntryState, Fee, Target

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

LONGEST_BETWEEN_CHECKS = 36


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: "User") -> Self:
        """What is published, for whoever searches; drafts and what was withdrawn too, for those who keep entries."""
        if user.may("directory.keep"):
            return self.all()
        if user.may("directory.view"):
            return self.filter(state=EntryState.PUBLISHED)
        return self.none()

    def published(self) -> Self:
        return self.filter(state=EntryState.PUBLISHED)

    def due(self, on: date) -> Self:
        """Published, and their time to be checked again has come."""
        return self.published().filter(recheck_on__lte=on)


class Entry(models.Model):
    """A service that somebody in need may turn to, ours or of others: nothing here is about a client.

    The id is the HSDS id of the service, so that what was exported or imported is met again as the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=160)
    description = models.TextField(help_text="what it does, as one would say it to the person")
    organisation = models.ForeignKey(
        "bodies.Organisation", models.PROTECT, null=True, related_name="directory_entries"
    )
    provider = models.CharField(max_length=160, blank=True, help_text="who gives it, where not a known body")
    own = models.BooleanField(default=False, help_text="given by the zone itself")
    needs = ArrayField(models.CharField(max_length=30), default=list, help_text="codes of data/needs.yaml")
    targets = ArrayField(models.CharField(max_length=12, choices=Target.choices), default=list)
    serves = models.ManyToManyField(
        "places.Municipality", related_name="directory_entries", help_text="none: the whole zone"
    )
    conditions = models.TextField(blank=True, help_text="who may have it")
    documents = models.TextField(blank=True, help_text="what to bring, one line each")
    way_in = models.TextField(blank=True, help_text="how one gets in: by appointment, from whom, waiting")
    fee = models.CharField(max_length=8, choices=Fee.choices, default=Fee.UNKNOWN)
    fee_words = models.CharField(max_length=300, blank=True)
    fee_from = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    fee_to = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    languages = ArrayField(models.CharField(max_length=3), default=list, help_text="ISO 639, besides none")
    accessibility = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    web = models.URLField(blank=True, max_length=300)
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    keeper_office = models.ForeignKey("bodies.Office", models.PROTECT, null=True, related_name="+")
    check_every = models.PositiveSmallIntegerField(default=6, help_text="months between two checks")
    assured_on = models.DateField(null=True, help_text="last day on which somebody said that all is right")
    assured_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assurer_email = models.EmailField(blank=True, help_text="of an office, published with the entry")
    recheck_on = models.DateField(null=True, help_text="first day on which it is no longer fresh")
    reminded_on = models.DateField(null=True, help_text="the keeper was told since the last check")
    origin = models.CharField(max_length=160, blank=True, help_text="the directory it was imported from")
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts up at every change")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Lower case and without accents; written by the operations.
    search_name = models.TextField(blank=True, default="")
    search_words = models.TextField(blank=True, default="")
    search = models.GeneratedField(
        expression=SearchVector("search_name", weight="A", config="italian")
        + SearchVector("search_words", weight="C", config="italian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                name="entry_state_has_its_facts",
                condition=Q(state="draft", withdrawn_at=None)
                | Q(state="published", published_at__isnull=False, withdrawn_at=None)
                | Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
            ),
            models.CheckConstraint(
                name="published_entry_is_kept",
                condition=~Q(state="published")
                | Q(assured_on__isnull=False, recheck_on__isnull=False)
                & (Q(keeper__isnull=False) | Q(keeper_office__isnull=False) | ~Q(origin="")),
            ),
            models.CheckConstraint(name="entry_one_keeper", condition=Q(keeper=None) | Q(keeper_office=None)),
            models.CheckConstraint(
                name="entry_given_by_somebody", condition=Q(organisation__isnull=False) | ~Q(provider="")
            ),
            models.CheckConstraint(
                name="entry_free_costs_nothing", condition=~Q(fee="free") | Q(fee_from=None, fee_to=None)
            ),
            models.CheckConstraint(
                name="entry_fee_from_to",
                condition=Q(fee_from=None)
                | Q(fee_from__gte=0) & (Q(fee_to=None) | Q(fee_to__gte=F("fee_from"))),
            ),
            models.CheckConstraint(
                name="entry_checked_in_time",
                condition=Q(check_every__gte=1, check_every__lte=LONGEST_BETWEEN_CHECKS),
            ),
            models.CheckConstraint(
                name="entry_fresh_until_after_check",
                condition=Q(assured_on=None, recheck_on=None) | Q(recheck_on__gt=F("assured_on")),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="entry_search"),
            GinIndex(fields=["needs"], name="entry_needs"),
            models.Index(fields=["state", "recheck_on"], name="entry_state_recheck"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def given_by(self) -> str:
        return self.organisation.name if self.organisation else self.provider
