from django.urls import path

from nennep.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:task_id>/", views.report, name="report"),
]
