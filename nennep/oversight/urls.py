from django.urls import path

from nennep.core import converters  # noqa: F401  (year)
from nennep.oversight.views import inspections, petitions, reminders, visits

app_name = "oversight"
urlpatterns = [
    path("nhac-viec/", reminders.ward, name="ward"),
    path("nhac-viec/cua-toi/", reminders.mine, name="mine"),
    path("nhac-viec/da-bao/<uuid:message_id>/", reminders.told, name="told"),
    path("phu-trach/", visits.calendar, name="calendar"),
    path("phu-trach/<uuid:meeting_id>/da-du/", visits.attend, name="attend"),
    path("phu-trach/<uuid:meeting_id>/phieu/", visits.sheet, name="sheet"),
    path("phu-trach/<uuid:meeting_id>/phieu/gui/", visits.send, name="send"),
    path("phu-trach/<uuid:meeting_id>/viec/", visits.task, name="visit_task"),
    path("phieu-du/", visits.sheets, name="sheets"),
    path("phieu-du/<uuid:visit_id>/", visits.show, name="visit"),
    path("phieu-du/<uuid:visit_id>/da-biet/", visits.note, name="note_visit"),
    path("phieu-du/thay/<uuid:unit_id>/", visits.substitute, name="substitute"),
    path("kien-nghi/", petitions.index, name="petitions"),
    path("kien-nghi/neu/", petitions.add, name="petition_add"),
    path("kien-nghi/<uuid:petition_id>/", petitions.petition, name="petition"),
    path("kien-nghi/<uuid:petition_id>/tra-loi/", petitions.answer, name="answer"),
    path("kien-nghi/<uuid:petition_id>/chuyen/", petitions.address, name="address"),
    path("kien-nghi/<uuid:petition_id>/danh-gia/", petitions.judge, name="judge"),
    path("kiem-tra/<year:year>/", inspections.programme, name="programme"),
    path("kiem-tra/<year:year>/them/", inspections.add, name="inspection_add"),
    path("kiem-tra/<uuid:inspection_id>/", inspections.inspection, name="inspection"),
    path("kiem-tra/<uuid:inspection_id>/sua/", inspections.change, name="inspection_change"),
    path("kiem-tra/<uuid:inspection_id>/dieu-da-thay/", inspections.found, name="found"),
    path("kiem-tra/<uuid:inspection_id>/khac-phuc/", inspections.remedy, name="remedy"),
    path("kiem-tra/<uuid:inspection_id>/ket-luan/", inspections.conclude, name="conclude"),
    path("kiem-tra/<uuid:inspection_id>/thoi/", inspections.drop, name="drop"),
    path("kiem-tra/<uuid:inspection_id>/tai-lieu/", inspections.document, name="document"),
    path("kiem-tra/tai-lieu/<uuid:document_id>/", inspections.document_file, name="document_file"),
    path("kiem-tra/rut-mau/", inspections.draw, name="samples"),
    path("kiem-tra/rut-mau/<uuid:sample_id>/", inspections.sample, name="sample"),
    path("kiem-tra/rut-mau/xem/<uuid:drawn_id>/", inspections.check, name="check"),
]
