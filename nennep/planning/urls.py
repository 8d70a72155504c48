from django.urls import path

from nennep.core import converters  # noqa: F401  (year)
from nennep.core.documents import formats  # noqa: F401  (document_format)
from nennep.planning.views import days, orientation, themes

app_name = "planning"
urlpatterns = [
    path("", themes.start, name="start"),
    path("lich/", days.days, name="days"),
    path("lich/<uuid:unit_id>/", days.change, name="change"),
    # Orientation
    path("dinh-huong/<year:year>/", orientation.orientation, name="orientation"),
    path("dinh-huong/<year:year>/them/", orientation.suggest, name="suggest"),
    path("dinh-huong/<year:year>/ban-hanh/", orientation.issue, name="issue"),
    path("dinh-huong/<year:year>.<document_format:format>", orientation.orientation_file, name="orientation_file"),
    path("dinh-huong/goi-y/<uuid:suggestion_id>/", orientation.change, name="suggestion"),
    path("dinh-huong/goi-y/<uuid:suggestion_id>/bo/", orientation.remove, name="suggestion_remove"),
    # Content by kind of branch
    path("noi-dung/", orientation.content_list, name="contents"),
    path("noi-dung/<slug:branch_kind>/<slug:meeting_kind>/", orientation.content, name="content"),
    # Themes
    path("chuyen-de/thu-vien/", themes.library, name="library"),
    path("chuyen-de/<year:year>/", themes.themes, name="themes"),
    path("chuyen-de/<year:year>/<uuid:unit_id>/", themes.plan, name="plan"),
    path("chuyen-de/<year:year>/<uuid:unit_id>/chon/", themes.place, name="place"),
    path("chuyen-de/<year:year>/<uuid:unit_id>/gui/", themes.submit, name="submit"),
    path("chuyen-de/<year:year>/<uuid:unit_id>/duyet/", themes.decide, name="decide"),
    path("chuyen-de/<year:year>/<uuid:unit_id>/ke-hoach.<document_format:format>", themes.plan_file, name="plan_file"),
    path("chuyen-de/muc/<uuid:topic_id>/", themes.topic, name="topic"),
    path("chuyen-de/muc/<uuid:topic_id>/chuyen/", themes.move, name="move"),
    path("chuyen-de/muc/<uuid:topic_id>/bo/", themes.remove, name="remove"),
    path("chuyen-de/muc/<uuid:topic_id>/gop-y/", themes.remark, name="remark"),
    path("chuyen-de/muc/<uuid:topic_id>/ban-thao/", themes.hand_in, {"which": "draft"}, name="hand_in_draft"),
    path("chuyen-de/muc/<uuid:topic_id>/ban-chinh/", themes.hand_in, {"which": "final"}, name="hand_in_final"),
    path("chuyen-de/muc/<uuid:topic_id>/tep-thao/", themes.draft, name="draft"),
    path("chuyen-de/muc/<uuid:topic_id>/tep-chinh/", themes.final, name="final"),
]
