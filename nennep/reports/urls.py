from django.urls import path

from nennep.core import converters  # noqa: F401  (year)
from nennep.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.board, name="board"),
    path("bang-theo-doi.xlsx", views.export, name="export"),
    path("nam/<year:year>/", views.year_report, name="year_report"),
    path("nam/<year:year>/tai-ve/<slug:format>/", views.download, name="download"),
    path("nam/<year:year>/han-che/", views.tell_shortcomings, name="tell_shortcomings"),
    path("nam/<year:year>/chua-khop/", views.show_findings, name="findings"),
    path("so-lieu/<slug:indicator_id>/", views.rows, name="rows"),
    path("chi-tieu/", views.indicators, name="indicators"),
    path("chi-tieu/<slug:indicator_id>/", views.indicator, name="indicator"),
]
