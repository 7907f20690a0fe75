"""The only way to write accounts, contracts, posts and roles."""

from accanto.territory.staff.operations.accounts import (
    AccountRefused,
    create_operator,
    reactivate_account,
    renew_password,
    suspend_account,
)
from accanto.territory.staff.operations.entering import (
    note_own_password,
    note_second_step,
    reset_second_step,
    set_login_identity,
)
from accanto.territory.staff.operations.rights import (
    add_contract,
    add_post,
    end_contract,
    end_post,
    end_role,
    grant_role,
)

__all__ = [
    "AccountRefused",
    "add_contract",
    "add_post",
    "create_operator",
    "end_contract",
    "end_post",
    "end_role",
    "grant_role",
    "note_own_password",
    "note_second_step",
    "reactivate_account",
    "renew_password",
    "reset_second_step",
    "set_login_identity",
    "suspend_account",
]
