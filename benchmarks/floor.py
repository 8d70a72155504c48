"""The floor: the least a Django site does for a signed-in page of 108 people and for a list of 100 meetings.

One file, SQLite, sessions and log-in like the real site's, one query a page, plain Django templates.
    python benchmarks/floor.py FOLDER          makes the database, prints the session key
    FLOOR=FOLDER gunicorn --chdir benchmarks floor:application
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(os.environ.get("FLOOR") or sys.argv[1])
ROW = "<tr><td>{{ p.0 }}</td><td><a href=/p/{{ p.0 }}>{{ p.1 }}</a></td><td>{{ p.2 }}</td><td>{{ p.3 }}</td></tr>"
PAGE = "<!doctype html><title>{{ title }}</title><table>{% for p in rows %}" + ROW + "{% endfor %}</table>"

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="floor",
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "floor.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                    )
                ]
            },
        }
    ],
)
django.setup()

from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.urls import path  # noqa: E402


class Line(models.Model):
    meeting = models.IntegerField(db_index=True)
    name = models.CharField(max_length=80)
    status = models.CharField(max_length=10)

    class Meta:
        app_label = "auth"


class Meeting(models.Model):
    name = models.CharField(max_length=80)
    held = models.CharField(max_length=20)
    present = models.IntegerField(default=0)

    class Meta:
        app_label = "auth"


def people(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    rows = Line.objects.filter(meeting=1).order_by("pk")
    rows = [(line.pk, line.name, line.status, line.meeting) for line in rows]
    return HttpResponse(render_to_string("page.html", {"rows": rows, "title": "108"}))


def meetings(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    rows = [(m.pk, m.name, m.held, m.present) for m in Meeting.objects.order_by("-pk")[:100]]
    return HttpResponse(render_to_string("page.html", {"rows": rows, "title": "100"}))


urlpatterns = [path("people/", people), path("meetings/", meetings)]


def make() -> str:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Line)
        editor.create_model(Meeting)
    Line.objects.bulk_create(Line(meeting=1, name=f"Nguyễn Văn {n}", status="present") for n in range(108))
    Meeting.objects.bulk_create(Meeting(name=f"Sinh hoạt {n}", held="03/02/2023", present=n) for n in range(100))
    visitor = Client()
    visitor.force_login(User.objects.create_user("a"))
    return visitor.cookies["sessionid"].value


if __name__ == "__main__":
    sys.modules["floor"] = sys.modules["__main__"]
    print(make())
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
