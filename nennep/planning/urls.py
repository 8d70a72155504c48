from django.urls import path

from nennep.planning import views

app_name = "planning"
urlpatterns = [
    path("", views.days, name="days"),
    path("<uuid:unit_id>/", views.change, name="change"),
]
