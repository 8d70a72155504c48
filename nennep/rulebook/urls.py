from django.urls import path

from nennep.rulebook import views

app_name = "rulebook"
urlpatterns = [path("", views.index, name="index")]
