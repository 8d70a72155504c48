"""Addresses of awards (khen thưởng) and badges (Huy hiệu Đảng)."""

from django.urls import path

from nennep.core import converters  # noqa: F401  (year)
from nennep.recognition import views

app_name = "recognition"
urlpatterns = [
    path("khen-thuong/<year:year>/", views.awards, name="awards"),
    path("khen-thuong/<year:year>/them/", views.add, name="award_add"),
    path("khen-thuong/<uuid:award_id>/", views.award, name="award"),
    path("khen-thuong/<uuid:award_id>/them/", views.commend, name="commend"),
    path("khen-thuong/<uuid:award_id>/thu-hoi/", views.withdraw, name="withdraw"),
    path("khen-thuong/dong-chi/<uuid:person_id>/", views.of_person, name="of_person"),
    path("huy-hieu/<year:year>/", views.badges, name="badges"),
]
