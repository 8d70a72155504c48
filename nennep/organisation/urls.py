from django.urls import path

from nennep.core.documents import formats  # noqa: F401  registers the converter "document_format"
from nennep.organisation.views import changing, duties, lists, residence, units

app_name = "organisation"
urlpatterns = [
    path("", lists.branches, name="branches"),
    path("danh-sach.xlsx", lists.export, name="export"),
    path("cay/", lists.tree, name="tree"),
    path("dang-vien/", lists.members, name="members"),
    path("dang-vien/them/<slug:step>/", changing.take_in, name="take_in"),
    path("toi/", lists.myself, name="myself"),
    path("chi-bo/them/", changing.found, name="found"),
    path("chi-bo/hop-nhat/", changing.merge, name="merge"),
    path("chi-bo/<uuid:unit_id>/", lists.branch, name="branch"),
    path("chi-bo/<uuid:unit_id>/ho-so/", units.unit, name="unit"),
    path("chi-bo/<uuid:unit_id>/chon/", units.bulk, name="bulk"),
    path("chi-bo/<uuid:unit_id>/hoan-tac/", units.undo, name="undo"),
    path("chi-bo/<uuid:unit_id>/bien-dong/<slug:step>/", changing.change_unit, name="change_unit"),
    path("chi-bo/<uuid:unit_id>/chuc-vu/", units.appoint, name="appoint"),
    path("chi-bo/<uuid:unit_id>/phu-trach/", units.charge, name="charge"),
    path("chi-bo/<uuid:unit_id>/quy-che/", units.working_rules, name="working_rules"),
    path("chi-bo/<uuid:unit_id>/nhiem-vu/<int:year>/", duties.table, name="duties"),
    path("chi-bo/<uuid:unit_id>/noi-cu-tru/<int:year>/", residence.contacts, name="contacts"),
    path("chi-bo/<uuid:unit_id>/noi-cu-tru/gioi-thieu/", residence.introduce, name="introduce"),
    path("chuc-vu/<uuid:post_id>/ket-thuc/", units.end_post, name="end_post"),
    path("quy-che/<uuid:rules_id>/tep/", units.rules_file, name="rules_file"),
    path("nhiem-vu/<uuid:duty_id>/nhan/", duties.take, name="take_duty"),
    path("nhiem-vu/<uuid:duty_id>/<str:month>/", duties.result, name="duty_result"),
    path("noi-cu-tru/<uuid:contact_id>/<int:year>/", residence.comment, name="comment"),
    path(
        "noi-cu-tru/<uuid:contact_id>/<int:year>/nhan-xet.<document_format:format>",
        residence.comment_file,
        name="comment_file",
    ),
    path("bien-dong/dang-vien/<uuid:change_id>/rut-lai/", changing.withdraw_member_change, name="withdraw_member"),
    path("bien-dong/to-chuc/<uuid:change_id>/rut-lai/", changing.withdraw_unit_change, name="withdraw_unit"),
    path("dong-chi/<uuid:person_id>/", lists.person, name="person"),
    path("dong-chi/<uuid:person_id>/bien-dong/<slug:step>/", changing.change_member, name="change_member"),
]
