"""The directory is read by whoever may search it; drafts and what was withdrawn, by those who keep entries."""

from accanto.core.database.policies import protect, protect_within

_KEEPS = "acc_may('directory.keep')"

protect(
    "directory_entry",
    see=f"{_KEEPS} OR state = 'published' AND acc_may('directory.view')",
    add=_KEEPS,
    change=_KEEPS,
)
protect_within(
    "directory_entry",
    {
        "directory_entryplace": "entry_id",
        "directory_entrychange": "entry_id",
    },
)
