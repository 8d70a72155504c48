from django.urls import path

from nennep.organisation import views
from nennep.organisation.imports import views as imports

app_name = "organisation"
urlpatterns = [
    path("", views.branches, name="branches"),
    path("danh-sach.xlsx", views.export, name="export"),
    path("nhap/", imports.imports, name="imports"),
    path("nhap/mau.xlsx", imports.sample, name="import_sample"),
    path("nhap/chi-bo/", imports.units, name="import_units"),
    path("nhap/<uuid:import_id>/", imports.show, name="import"),
    path("nhap/<uuid:import_id>/cot/", imports.columns, name="import_columns"),
    path("nhap/<uuid:import_id>/doc/", imports.read, name="import_read"),
    path("nhap/<uuid:import_id>/sua/", imports.mend, name="import_mend"),
    path("nhap/<uuid:import_id>/chon/", imports.choose, name="import_choose"),
    path("nhap/<uuid:import_id>/nhan/", imports.take, name="import_take"),
    path("nhap/<uuid:import_id>/bo/", imports.drop, name="import_drop"),
    path("nhap/<uuid:import_id>/hoan-tac/", imports.undo, name="import_undo"),
    path("nhap/<uuid:import_id>/ket-qua.xlsx", imports.result, name="import_result"),
    path("toi/", views.myself, name="myself"),
    path("chi-bo/<uuid:unit_id>/", views.branch, name="branch"),
    path("dong-chi/<uuid:person_id>/", views.person, name="person"),
    path("dong-chi/<uuid:person_id>/gop/", views.merge, name="merge"),
]
