"""A zone in use: every secret comes from the environment or a file, every cookie is for https only."""

from accanto.core.env import env_list, env_secret
from config.settings.base import *

SECRET_KEY = env_secret("ACCANTO_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env_list("ACCANTO_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
