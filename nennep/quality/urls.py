"""Addresses of scoring, under /cham-diem/."""

from django.urls import path

from nennep.core import converters  # noqa: F401  (registers "year")
from nennep.core.documents import formats  # noqa: F401  (registers "document_format")
from nennep.quality.views import board, rubrics, sheets

app_name = "quality"
urlpatterns = [
    path("", board.board, name="board"),
    path("chot-cac-buoi/", board.decide_all, name="decide_all"),
    path("bang-tong-hop.<document_format:format>", board.table_file, name="table_file"),
    path("bang-tong-hop.xlsx", board.table_sheet, name="table_sheet"),
    # One meeting
    path("buoi/<uuid:meeting_id>/", sheets.sheets, name="sheets"),
    path("buoi/<uuid:meeting_id>/tu-cham/", sheets.self_score, name="self"),
    path("buoi/<uuid:meeting_id>/tu-cham/dong-y/", sheets.accept_self, name="accept_self"),
    path("buoi/<uuid:meeting_id>/phan-cong/", sheets.assign, name="assign"),
    path("buoi/<uuid:meeting_id>/cap-uy-vien/", sheets.charge_score, name="charge"),
    path("buoi/<uuid:meeting_id>/cap-uy-vien/dong-y/", sheets.accept_charge, name="accept_charge"),
    path("buoi/<uuid:meeting_id>/chot/", sheets.decide, name="decide"),
    # Rubrics
    path("bo-tieu-chi/", rubrics.listing, name="rubrics"),
    path("bo-tieu-chi/nhap/", rubrics.enter, name="rubric_enter"),
    path("bo-tieu-chi/<uuid:rubric_id>/", rubrics.rubric, name="rubric"),
    path("bo-tieu-chi/<uuid:rubric_id>/sua/", rubrics.change, name="rubric_change"),
    path("bo-tieu-chi/<uuid:rubric_id>/sua/tieu-chi/<int:place>/", rubrics.criterion, name="rubric_criterion"),
    path("bo-tieu-chi/<uuid:rubric_id>/tep/", rubrics.file, name="rubric_file"),
    path("bo-tieu-chi/<uuid:rubric_id>/ap-dung/", rubrics.adopt, name="rubric_adopt"),
    path("bo-tieu-chi/<uuid:rubric_id>/thoi/", rubrics.end, name="rubric_end"),
    path("bo-tieu-chi/<uuid:rubric_id>/cham-thu/<year:year>/", rubrics.trial, name="rubric_trial"),
]
