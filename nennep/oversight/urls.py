from django.urls import path

from nennep.oversight.views import reminders

app_name = "oversight"
urlpatterns = [
    path("", reminders.ward, name="ward"),
    path("cua-toi/", reminders.mine, name="mine"),
    path("da-bao/<uuid:message_id>/", reminders.told, name="told"),
]
