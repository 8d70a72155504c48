from django.urls import path

from nennep.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("lan-dau/", views.first, name="first"),
    path("the/", views.cards, name="cards"),
    path("the/chi-bo/<uuid:unit_id>/", views.cards_of_branch, name="cards_of_branch"),
    path("thoat/", views.sign_out, name="sign_out"),
    path("mat-khau/", views.change_password, name="change_password"),
]
