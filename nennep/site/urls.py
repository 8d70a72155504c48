"""All addresses of the site: each room's under its own word."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from nennep.core.rights import EVERYONE, open_to
from nennep.site import kit, views

urlpatterns = [
    path("", include((views.urlpatterns, "site"))),
    path("dang-nhap/", include("nennep.accounts.urls")),
    path("quy-dinh/", include("nennep.rulebook.urls")),
    path("to-chuc/", include("nennep.organisation.urls")),
    path("van-ban/", include("nennep.directives.urls")),
    path("ke-hoach/", include("nennep.planning.urls")),
    path("sinh-hoat/", include("nennep.meetings.urls")),
    path("nhiem-vu/", include("nennep.decisions.urls")),
    path("cham-diem/", include("nennep.quality.urls")),
    path("", include("nennep.oversight.urls")),
    path("", include("nennep.recognition.urls")),
    path("bao-cao/", include("nennep.reports.urls")),
    path("i18n/setlang/", open_to(EVERYONE)(set_language), name="set_language"),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("kit/", kit.show, name="kit"))
handler404 = "nennep.site.views.not_here"
handler500 = "nennep.site.views.our_fault"
