from django.urls import path, register_converter

from nennep.core import converters  # noqa: F401  (year)
from nennep.directives.documents import BookFormat
from nennep.directives.views import cascade, conferences, register

register_converter(BookFormat, "book_format")

app_name = "directives"
urlpatterns = [
    path("", register.register, name="register"),
    path("nhan/", register.receive, name="receive"),
    path("ban-hanh/", register.issue, name="issue"),
    path("so-van-ban/<year:year>.<book_format:format>", register.book, name="book"),
    path("nhap/", register.sheet, name="sheet"),
    path("nhap/mau.xlsx", register.sheet_sample, name="sheet_sample"),
    path("nhap/<uuid:upload_id>/", register.sheet_rows, name="sheet_rows"),
    # A branch's own documents
    path("chi-bo/<uuid:unit_id>/nhan/", register.receive_for_branch, name="receive_for_branch"),
    path("chi-bo/<uuid:unit_id>/ban-hanh/", register.issue_for_branch, name="issue_for_branch"),
    path(
        "chi-bo/<uuid:unit_id>/so-van-ban/<year:year>.<book_format:format>",
        register.book_of_branch,
        name="book_of_branch",
    ),
    # Conferences
    path("hoi-nghi/", conferences.conferences, name="conferences"),
    path("hoi-nghi/them/", conferences.call, name="call"),
    path("hoi-nghi/<uuid:conference_id>/", conferences.conference, name="conference"),
    path("hoi-nghi/<uuid:conference_id>/diem-danh/", conferences.roll, name="roll"),
    path("hoi-nghi/<uuid:conference_id>/ket-thuc/", conferences.close, name="close"),
    # One document
    path("<uuid:directive_id>/", register.show, name="show"),
    path("<uuid:directive_id>/sua/", register.change, name="change"),
    path("<uuid:directive_id>/tep/", register.file, name="file"),
    path("<uuid:directive_id>/tep/luu/", register.attach, name="attach"),
    path("<uuid:directive_id>/thay-the/", register.replace, name="replace"),
    path("<uuid:directive_id>/lien-quan/", register.relate, name="relate"),
    path("<uuid:directive_id>/giao/", cascade.assign, name="assign"),
    path("<uuid:directive_id>/doc/", cascade.read, name="read"),
    path("<uuid:directive_id>/cau-hoi/", cascade.questions, name="questions"),
    path("cau-hoi/<uuid:question_id>/bo/", cascade.question_remove, name="question_remove"),
    # One branch of a document
    path("<uuid:directive_id>/chi-bo/<uuid:unit_id>/", cascade.coverage, name="coverage"),
    path("<uuid:directive_id>/chi-bo/<uuid:unit_id>/truyen-dat/", cascade.tell, name="tell"),
    path("<uuid:directive_id>/chi-bo/<uuid:unit_id>/bo-ghi/", cascade.take_back, name="take_back"),
    path("<uuid:directive_id>/chi-bo/<uuid:unit_id>/nhac/", cascade.urge, name="urge"),
    path("<uuid:directive_id>/chi-bo/<uuid:unit_id>/doi-han/", cascade.change_due, name="change_due"),
    path("<uuid:directive_id>/chi-bo/<uuid:unit_id>/thoi-giao/", cascade.withdraw, name="withdraw"),
]
