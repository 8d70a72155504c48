from django.urls import path

from nennep.core.documents import formats  # noqa: F401  (its converter)
from nennep.meetings.views import calendar, closing, desk, files, hall, inviting, overview, preparing, roll, voting

app_name = "meetings"
urlpatterns = [
    path("", calendar.meeting_list, name="list"),
    path("lap-lich/", calendar.plan, name="plan"),
    path("lap-lich/them/", calendar.add, name="add"),
    path("<uuid:meeting_id>/", overview.show, name="show"),
    path("<uuid:meeting_id>/doi-ngay/", calendar.reschedule, name="reschedule"),
    path("<uuid:meeting_id>/khong-hop/", calendar.cancel, name="cancel"),
    path("<uuid:meeting_id>/theo-to/", calendar.by_groups, name="by_groups"),
    # Preparing
    path("<uuid:meeting_id>/chuan-bi/", preparing.prepare, name="prepare"),
    path("<uuid:meeting_id>/chuan-bi/xong/", preparing.prepared, name="prepared"),
    path("<uuid:meeting_id>/phan-cong/", preparing.appoint, name="appoint"),
    path("<uuid:meeting_id>/chuong-trinh/", preparing.agenda, name="agenda"),
    path("<uuid:meeting_id>/chuong-trinh/them/", preparing.item_add, name="item_add"),
    path("<uuid:meeting_id>/chuong-trinh/van-ban/<uuid:directive_id>/", preparing.directive_add, name="directive_add"),
    path("<uuid:meeting_id>/chuong-trinh/<uuid:item_id>/", preparing.item_change, name="item_change"),
    path("<uuid:meeting_id>/chuong-trinh/<uuid:item_id>/doi-cho/", preparing.item_move, name="item_move"),
    path("<uuid:meeting_id>/chuong-trinh/<uuid:item_id>/bo/", preparing.item_remove, name="item_remove"),
    path("<uuid:meeting_id>/tai-lieu/", preparing.papers, name="papers"),
    path("<uuid:meeting_id>/tai-lieu/them/", preparing.paper_add, name="paper_add"),
    path("tai-lieu/<uuid:paper_id>/", files.paper, name="paper"),
    path("tai-lieu/<uuid:paper_id>/bo/", preparing.paper_remove, name="paper_remove"),
    path("<uuid:meeting_id>/du-thao/", preparing.draft, name="draft"),
    path("<uuid:meeting_id>/du-thao/ghi/", preparing.draft_note, name="draft_note"),
    # Inviting
    path("<uuid:meeting_id>/moi/", inviting.invite, name="invite"),
    path("<uuid:meeting_id>/giay-moi/", inviting.invitation, name="invitation"),
    path("<uuid:meeting_id>/giay-moi/tra-loi/", inviting.reply, name="reply"),
    path("<uuid:meeting_id>/giay-moi/lich.ics", inviting.calendar_entry, name="calendar_entry"),
    path("<uuid:meeting_id>/tra-loi/", inviting.replies, name="replies"),
    # Roll call
    path("<uuid:meeting_id>/diem-danh/", roll.roll, name="roll"),
    path("<uuid:meeting_id>/diem-danh/ghi/", roll.mark, name="mark"),
    path("<uuid:meeting_id>/diem-danh/vang/", roll.absent, name="absent"),
    path("<uuid:meeting_id>/diem-danh/to/", roll.mark_group, name="mark_group"),
    path("<uuid:meeting_id>/diem-danh/khach/", roll.guest_add, name="guest_add"),
    path("<uuid:meeting_id>/diem-danh/khach/<uuid:guest_id>/bo/", roll.guest_remove, name="guest_remove"),
    # The hall
    path("<uuid:meeting_id>/hoi-truong/", hall.screen, name="hall"),
    path("<uuid:meeting_id>/co-mat/", hall.check_in, name="check_in"),
    path("<uuid:meeting_id>/co-mat/<slug:code>/", hall.arrive, name="arrive"),
    path("<uuid:meeting_id>/diem-danh/the/", hall.card, name="card"),
    path("<uuid:meeting_id>/diem-danh/dem/", hall.heads, name="heads"),
    # The desk
    path("<uuid:meeting_id>/ban-dieu-hanh/", desk.desk, name="desk"),
    path("<uuid:meeting_id>/khai-mac/", desk.open_meeting, name="open"),
    path("<uuid:meeting_id>/muc/<uuid:item_id>/bat-dau/", desk.item_start, name="item_start"),
    path("<uuid:meeting_id>/muc/<uuid:item_id>/ghi/", desk.item_note, name="item_note"),
    path("<uuid:meeting_id>/muc/<uuid:item_id>/y-kien/", desk.opinion_add, name="opinion_add"),
    path("<uuid:meeting_id>/y-kien/<uuid:opinion_id>/", desk.opinion_change, name="opinion_change"),
    path("<uuid:meeting_id>/y-kien/<uuid:opinion_id>/bo/", desk.opinion_remove, name="opinion_remove"),
    path("<uuid:meeting_id>/giao-viec/", desk.task_add, name="task_add"),
    path("<uuid:meeting_id>/viec/<uuid:task_id>/", desk.task_report, name="task_report"),
    path("<uuid:meeting_id>/dang-phi/", desk.fees, name="fees"),
    # Voting, closing, signing
    path("<uuid:meeting_id>/bieu-quyet/", voting.vote, name="vote"),
    path("<uuid:meeting_id>/bieu-quyet/mo/", voting.vote_open, name="vote_open"),
    path("<uuid:meeting_id>/bieu-quyet/<uuid:motion_id>/", voting.vote_count, name="vote_count"),
    path("<uuid:meeting_id>/doc-bien-ban/", closing.read, name="read"),
    path("<uuid:meeting_id>/ket-thuc/", closing.close, name="close"),
    path("<uuid:meeting_id>/ky/", closing.sign, name="sign"),
    path("<uuid:meeting_id>/gui-phuong/", closing.report, name="report"),
    path("<uuid:meeting_id>/bo-sung/", closing.addendum, name="addendum"),
    path("<uuid:meeting_id>/bien-ban/", closing.minutes, name="minutes"),
    path("<uuid:meeting_id>/bien-ban.<document_format:format>", files.minutes_file, name="minutes_file"),
    path("<uuid:meeting_id>/nghi-quyet.<document_format:format>", files.resolution_file, name="resolution_file"),
]
