"""Settings of the installation, read from the environment (README: settings) and from its data folder."""

import json
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pysqlite3

# Debian's SQLite has the WAL-reset bug (3.7.0–3.51.2): the house brings its own engine.
sys.modules["sqlite3"] = pysqlite3

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(
    os.environ.get("NENNEP_HOME") or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "nennep"
)
CONFIG = json.loads((HOME / "config.json").read_text("utf-8")) if (HOME / "config.json").exists() else {}

DEBUG = os.environ.get("NENNEP_DEBUG") == "1"
DEMO = bool(CONFIG.get("demo"))
CLOCK_OFFSET_SECONDS = int(CONFIG.get("clock_offset_seconds", 0))
ALLOWED_HOSTS = os.environ.get("NENNEP_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "." in host and host[0].isalpha()]


def _secret_key() -> str:
    """The installation's own key, made at the first start and readable by its owner only."""
    file = HOME / "secret.key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "nennep.core",
    "nennep.rulebook",
    "nennep.organisation",
    "nennep.accounts",
    "nennep.decisions",
    "nennep.directives",
    "nennep.planning",
    "nennep.meetings",
    "nennep.quality",
    "nennep.oversight",
    "nennep.recognition",
    "nennep.reports",
    "nennep.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nennep.core.middleware.HouseRules",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nennep.core.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nennep.accounts.middleware.SharedDevice",
    "nennep.accounts.middleware.ActorOnRequest",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nennep.core.middleware.Forms",
    "nennep.site.middleware.AfterClosing",
]

ROOT_URLCONF = "nennep.site.urls"
WSGI_APPLICATION = "nennep.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "nennep.site.shell.shell",
                "nennep.site.parts.parts",
            ],
        },
    }
]


def _database() -> dict[str, object]:
    """SQLite in the data folder, or the PostgreSQL that NENNEP_DATABASE_URL names."""
    url = urlsplit(os.environ.get("NENNEP_DATABASE_URL", ""))
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "HOST": url.hostname or "",
            "PORT": url.port or "",
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "db.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; "
                "PRAGMA cache_size=-16000"
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["nennep.accounts.backends.ByLoginName"]
PASSWORD_HASHERS = ["nennep.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "site:home"

SECURE_COOKIES = os.environ.get("NENNEP_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-nennep" if SECURE_COOKIES else "nennep"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_FAILURE_VIEW = "nennep.site.views.stale_form"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["nennep.core.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

OUTBOX_FOLDER = os.environ.get("NENNEP_OUTBOX") or None
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 3600

UPLOAD_ROOT = HOME / "uploads"
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_HANDLERS = [
    "nennep.core.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
