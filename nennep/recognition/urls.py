"""Addresses of awards (khen thưởng), badges (Huy hiệu Đảng) and the yearly rating (xếp loại)."""

from django.urls import path

from nennep.core import converters  # noqa: F401  (year)
from nennep.recognition.views import awards, rating_papers, ratings

app_name = "recognition"
urlpatterns = [
    path("khen-thuong/<year:year>/", awards.awards, name="awards"),
    path("khen-thuong/<year:year>/them/", awards.add, name="award_add"),
    path("khen-thuong/<uuid:award_id>/", awards.award, name="award"),
    path("khen-thuong/<uuid:award_id>/them/", awards.commend, name="commend"),
    path("khen-thuong/<uuid:award_id>/thu-hoi/", awards.withdraw, name="withdraw"),
    path("khen-thuong/dong-chi/<uuid:person_id>/", awards.of_person, name="of_person"),
    path("huy-hieu/<year:year>/", awards.badges, name="badges"),
    path("xep-loai/<year:year>/", ratings.overview, name="ratings"),
    path("xep-loai/<year:year>/mo/", ratings.begin_year, name="rating_open"),
    path("xep-loai/<year:year>/vuot/", ratings.allow_more, name="rating_allow"),
    path("xep-loai/<year:year>/chi-bo/<uuid:unit_id>/", ratings.branch, name="rating_branch"),
    path("xep-loai/<year:year>/chi-bo/<uuid:unit_id>/lap-phieu/", ratings.begin_files, name="rating_begin"),
    path("xep-loai/<year:year>/chi-bo/<uuid:unit_id>/kiem-phieu/", ratings.count, name="rating_count"),
    path("xep-loai/<year:year>/chi-bo/<uuid:unit_id>/quyet-dinh/", ratings.decide, name="rating_decide"),
    path(
        "xep-loai/<year:year>/chi-bo/<uuid:unit_id>/giay-to/<slug:paper>/<slug:format>/",
        rating_papers.of_branch,
        name="rating_paper",
    ),
    path("xep-loai/phieu/<uuid:rating_id>/tai-ve/<slug:format>/", rating_papers.of_file, name="rating_form"),
    path("xep-loai/phieu/<uuid:rating_id>/", ratings.file, name="rating_file"),
    path("xep-loai/phieu/<uuid:rating_id>/tu-xep-loai/", ratings.rate_oneself, name="rating_self"),
    path("xep-loai/phieu/<uuid:rating_id>/y-kien/", ratings.state, name="rating_state"),
    path("xep-loai/phieu/<uuid:rating_id>/xep-loai-lai/", ratings.rate_again, name="rating_again"),
]
