"""What is sealed opens only whole, only as itself, only with its key."""

import io
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.env import SettingError
from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.keyring import Keyring, key_line, keyring, unwrap, wrap
from accanto.foundation.documents.sealing import PIECE, new_key, seal, unseal

KEY, ABOUT = new_key(), uuid4().bytes
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7]


def sealed(content: bytes) -> bytes:
    return b"".join(seal([content], key=KEY, about=ABOUT))


def opened(closed: bytes, key: bytes = KEY, about: bytes = ABOUT) -> bytes:
    return b"".join(unseal(io.BytesIO(closed), key=key, about=about))


@pytest.mark.parametrize("size", SIZES)
def test_it_opens_as_it_was(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    assert opened(sealed(content)) == content


@given(st.lists(st.binary(max_size=3000), max_size=20))
def test_however_it_comes_in_pieces(pieces: list[bytes]) -> None:
    closed = b"".join(seal(pieces, key=KEY, about=ABOUT))
    assert opened(closed) == b"".join(pieces)


def test_the_words_are_not_to_be_read_on_disk() -> None:
    assert b"Lucia" not in sealed(b"Lucia Campioni" * 100)
    assert sealed(b"a") != b"".join(seal([b"a"], key=new_key(), about=ABOUT))


def test_cut_changed_moved_or_taken_for_another_it_does_not_open() -> None:
    content = b"x" * (3 * PIECE)
    closed, mark = sealed(content), len(sealed(b"")) - 16
    piece = PIECE + 16
    first, second, third = (closed[mark + n * piece : mark + (n + 1) * piece] for n in range(3))
    spoilt = bytearray(closed)
    spoilt[mark + 5] ^= 1
    for wrong in (
        bytes(spoilt),
        closed[:-1],
        closed[: mark + 2 * piece],
        closed + b"x",
        closed[:mark] + second + first + third,
        closed[:mark] + first + third,
        closed[:mark],
        b"",
        b"%PDF-1.7",
    ):
        with pytest.raises(DocumentDamaged):
            opened(wrong)
    for key, about in ((new_key(), ABOUT), (KEY, uuid4().bytes)):
        with pytest.raises(DocumentDamaged):
            opened(closed, key, about)


def test_a_document_s_key_opens_no_other_document() -> None:
    ring, document, key = Keyring({"k1": new_key()}, "k1"), uuid4(), new_key()
    name, wrapped = wrap(key, document, ring)
    assert (name, unwrap(name, wrapped, document, ring)) == ("k1", key)
    with pytest.raises(DocumentDamaged):
        unwrap(name, wrapped, uuid4(), ring)
    with pytest.raises(DocumentDamaged, match="not in the ring"):
        unwrap("k0", wrapped, document, ring)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("senza due punti", "not «name:key»"),
        ("k1:cort0", "not «name:key»"),
        ("k1:" + "A" * 44, "not «name:key»"),
        ("# solo un commento", "are empty"),
        ("\n".join([f"k1:{'A' * 43}="] * 2), "twice"),
    ],
)
def test_keys_that_cannot_be_read_stop_everything_with_a_sentence_that_holds_no_key(
    settings, text: str, said: str
) -> None:  # type: ignore[no-untyped-def]
    settings.DOCUMENT_KEYS = text
    with pytest.raises(SettingError, match=said) as refusal:
        keyring()
    assert "AAAA" not in str(refusal.value)


def test_the_last_key_closes_and_all_open(settings) -> None:  # type: ignore[no-untyped-def]
    old, new = key_line(), key_line()
    settings.DOCUMENT_KEYS = f"{old},{new}"
    ring = keyring()
    assert (ring.current, len(ring.keys)) == (new.split(":")[0], 2)


def test_an_instance_that_keeps_its_own_secrets_makes_its_key_for_its_owner_only(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DOCUMENT_KEYS_FILE = tmp_path / "secrets" / "document_keys"
    ring = keyring()
    assert keyring() == ring
    assert settings.DOCUMENT_KEYS_FILE.stat().st_mode & 0o777 == 0o600
    assert settings.DOCUMENT_KEYS_FILE.parent.stat().st_mode & 0o777 == 0o700


def test_where_keys_are_brought_a_missing_file_is_said_and_none_is_made(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DOCUMENT_KEYS_FILE, settings.DOCUMENT_KEYS_MADE_HERE = tmp_path / "keys", False
    with pytest.raises(SettingError, match="new-key"):
        keyring()
    assert not settings.DOCUMENT_KEYS_FILE.exists()
