"""The floor: the least a Django site does for a signed-in page of 108 people and for a list of 100 meetings.

One file, SQLite, session, user and permission, 55,800 lines of roll, one query for the rows, a plain template.
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


class Somebody(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "auth"


class Meeting(models.Model):
    name = models.CharField(max_length=80)
    held = models.CharField(max_length=20)

    class Meta:
        app_label = "auth"


class Line(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    person = models.ForeignKey(Somebody, on_delete=models.CASCADE)
    present = models.BooleanField()

    class Meta:
        app_label = "auth"


def people(request: HttpRequest) -> HttpResponse:
    assert request.user.has_perm("auth.view_user")
    lines = Line.objects.filter(meeting_id=1).select_related("person").order_by("person_id")[:108]
    rows = [(line.person_id, line.person.name, line.present, line.meeting_id) for line in lines]
    return HttpResponse(render_to_string("page.html", {"rows": rows, "title": "108"}))


def meetings(request: HttpRequest) -> HttpResponse:
    assert request.user.has_perm("auth.view_user")
    counted = Meeting.objects.order_by("-pk").annotate(
        present=models.Count("line", filter=models.Q(line__present=True))
    )
    rows = [(m.pk, m.name, m.held, m.present) for m in counted[:100]]
    return HttpResponse(render_to_string("page.html", {"rows": rows, "title": "100"}))


urlpatterns = [path("people/", people), path("meetings/", meetings)]


def make() -> str:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Somebody, Meeting, Line):
            editor.create_model(model)
    Somebody.objects.bulk_create(Somebody(name=f"Nguyễn Văn {n}") for n in range(558))
    Meeting.objects.bulk_create(Meeting(name=f"Sinh hoạt {n}", held="03/02/2023") for n in range(100))
    lines = (Line(meeting_id=m, person_id=p, present=(m + p) % 12 > 0) for m in range(1, 101) for p in range(1, 559))
    Line.objects.bulk_create(lines, batch_size=5000)
    visitor = Client()
    visitor.force_login(User.objects.create_superuser("a", "a@example.org", "x"))
    return visitor.cookies["sessionid"].value


if __name__ == "__main__":
    sys.modules["floor"] = sys.modules["__main__"]
    print(make())
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
