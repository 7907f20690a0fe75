"""A zone in use: every secret comes from the environment or a file, every cookie is for https only.

It refuses to start, naming what is missing, rather than run with less protection than it says.
"""

import logging
import os

from accanto.core.env import SettingError, env_int, env_list, env_path, env_secret, env_str
from config.settings.base import *

LEAST_SECRET = 50
SECRET_KEY = env_secret("ACCANTO_SECRET_KEY")
if len(SECRET_KEY) < LEAST_SECRET or len(set(SECRET_KEY)) < 5:
    raise SettingError(
        "The secret ACCANTO_SECRET_KEY is too simple: give at least 50 characters made by chance, for example "
        "from «openssl rand -base64 48»."
    )
DEBUG = False
ALLOWED_HOSTS = env_list("ACCANTO_ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise SettingError(
        "The setting ACCANTO_ALLOWED_HOSTS is missing or open to all: give the names at which people reach Accanto, "
        "separated by commas."
    )
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# That server also says who asks; without it everybody would have its address, and be held back together.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("ACCANTO_TRUSTED_PROXIES", 1, at_least=0)
# Keys that were in use before: what they signed and sealed still holds (sessions, secrets of telephones).
SECRET_KEY_FALLBACKS = env_secret("ACCANTO_SECRET_KEY_BEFORE", "").split()
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The prefix makes the browser refuse a cookie set by another host of the same body or over http.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = True

# The keys of the documents are brought, never made here: one made by mistake would leave the others unreadable.
DOCUMENT_KEYS = (
    env_secret("ACCANTO_DOCUMENT_KEYS", "") if not os.environ.get("ACCANTO_DOCUMENT_KEYS_FILE") else ""
)
DOCUMENT_KEYS_MADE_HERE = False
if not DOCUMENT_KEYS:
    try:
        DOCUMENT_KEYS_FILE = env_path("ACCANTO_DOCUMENT_KEYS_FILE")
    except SettingError:
        raise SettingError(
            "The keys of the documents are missing: give ACCANTO_DOCUMENT_KEYS_FILE with a file's path, or "
            "ACCANTO_DOCUMENT_KEYS. «accanto documents new-key» writes the first one."
        ) from None
    if not DOCUMENT_KEYS_FILE.is_file():
        raise SettingError(f"The keys of the documents are not in {DOCUMENT_KEYS_FILE}: put them there.")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
REMINDER_FROM = env_str("ACCANTO_REMINDER_FROM", DEFAULT_FROM_EMAIL)
REMINDER_NEUTRAL_FROM = env_str("ACCANTO_REMINDER_NEUTRAL_FROM", REMINDER_NEUTRAL_FROM)
SMS_SENDER = env_str("ACCANTO_SMS_SENDER", "-").strip("-")
LOGGING["loggers"]["accanto.requests"] = {"level": "INFO"}  # type: ignore[index]
logging.captureWarnings(True)
