from django.urls import path

from nennep.organisation import views

app_name = "organisation"
urlpatterns = [
    path("", views.branches, name="branches"),
    path("danh-sach.xlsx", views.export, name="export"),
    path("toi/", views.myself, name="myself"),
    path("chi-bo/<uuid:unit_id>/", views.branch, name="branch"),
    path("dong-chi/<uuid:person_id>/", views.person, name="person"),
]
