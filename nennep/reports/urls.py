from django.urls import path

from nennep.core import converters  # noqa: F401  (year)
from nennep.reports.views import briefings, dashboards, figures, issuing, periods, tasks_set, templates

app_name = "reports"
urlpatterns = [
    path("", figures.board, name="board"),
    path("xu-huong/", dashboards.trends, name="trends"),
    path("bang-theo-doi.xlsx", figures.export, name="export"),
    path("nam/<year:year>/", figures.year_report, name="year_report"),
    path("nam/<year:year>/tai-ve/<slug:format>/", figures.download, name="download"),
    path("ky/", periods.index, name="periods"),
    path("ky/<period:period>/", periods.show, name="period_report"),
    path("ky/<period:period>/tai-ve/<slug:format>/", periods.download, name="period_file"),
    path("nam/<year:year>/ban-hanh/", issuing.issue, name="issue"),
    path("da-ban-hanh/<uuid:issued_id>/", issuing.issued, name="issued"),
    path("da-ban-hanh/<uuid:issued_id>/<slug:format>/", issuing.issued_file, name="issued_file"),
    path("nam/<year:year>/han-che/", figures.tell_shortcomings, name="tell_shortcomings"),
    path("nam/<year:year>/chua-khop/", figures.show_findings, name="findings"),
    path("nam/<year:year>/nhiem-vu/", tasks_set.year_tasks, name="year_tasks"),
    path("mau/", templates.index, name="templates"),
    path("mau/them/", templates.add, name="template_new"),
    path("mau/<uuid:template_id>/", templates.edit, name="template"),
    path("so-lieu/<slug:indicator_id>/", figures.rows, name="rows"),
    path("phu-trach/<year:year>/", figures.charges, name="charges"),
    path("giao-ban/", briefings.index, name="briefings"),
    path("giao-ban/<uuid:briefing_id>/", briefings.show, name="briefing"),
    path("giao-ban/<uuid:held_id>/doc/", briefings.read, name="briefing_read"),
    path("giao-ban/<uuid:briefing_id>/lap/", briefings.compose, name="briefing_compose"),
    path("giao-ban/<uuid:briefing_id>/loi/<slug:key>/", briefings.words, name="briefing_words"),
    path("giao-ban/<uuid:briefing_id>/tai-ve/<slug:format>/", briefings.download, name="briefing_file"),
    path("giao-ban/<uuid:briefing_id>/bat-dau/", briefings.begin, name="briefing_open"),
    path("giao-ban/<uuid:briefing_id>/diem-danh/", briefings.roll, name="briefing_roll"),
    path("giao-ban/<uuid:briefing_id>/dien-bien/", briefings.course, name="briefing_course"),
    path("giao-ban/<uuid:briefing_id>/ket-luan/", briefings.decide, name="briefing_decide"),
    path("giao-ban/<uuid:briefing_id>/ket-luan/<uuid:decision_id>/bo/", briefings.drop, name="briefing_drop"),
    path("giao-ban/<uuid:briefing_id>/ket-thuc/", briefings.close, name="briefing_close"),
    path("giao-ban/<uuid:briefing_id>/ky/", briefings.sign, name="briefing_sign"),
    path("giao-ban/<uuid:briefing_id>/bien-ban/<slug:format>/", briefings.minutes, name="briefing_minutes"),
    path("chi-tieu/", figures.indicators, name="indicators"),
    path("chi-tieu/<slug:indicator_id>/", figures.indicator, name="indicator"),
]
