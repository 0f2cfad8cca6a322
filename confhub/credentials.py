"""Passwords and access tokens. Only hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from confhub.concurrency import run_blocking

PASSWORD_MIN = 10
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_MAX = 200
_hasher = PasswordHasher()
# Checked when there is no such account, so that the answer takes as long as for a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$4Vv2mvzQ0mSbmRsvbiSg2hlYlsUV9U9dn0mIr0dOy9E"


def hash_password(password: str) -> str:
    """An argon2id hash of the password."""
    return run_blocking(_hasher.hash, _spelt(password))


def password_fits(kept: str | None, password: str) -> bool:
    """True when ``password`` is the one that ``kept`` was made from; as slow when there is none."""
    try:
        return run_blocking(_hasher.verify, kept or _NOBODY, _spelt(password)) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _spelt(password: str) -> str:
    # Keyboards differ in how they compose Vietnamese letters.
    return unicodedata.normalize("NFC", password)


def new_password() -> str:
    """A password to hand over: three groups of four letters and digits that are not mistaken."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(3))


def new_token() -> tuple[str, str]:
    """A new access token and the hash under which it is kept."""
    token = secrets.token_urlsafe(24)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """The hash of a token; a plain one is enough, for a token has 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def setup_token(secret_key: str) -> str:
    """The token of the link that creates the very first account; dead once there is one."""
    return hmac.new(secret_key.encode(), b"first organiser", "sha256").hexdigest()[:40]
