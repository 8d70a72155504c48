from django.urls import path

from nennep.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("thoat/", views.sign_out, name="sign_out"),
    path("mat-khau/", views.change_password, name="change_password"),
]
