"""Lists of branches and members to be taken out; the printed comment on a member in contact at home.

Lists of people are given out with a reason only.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.documents.blocks import Block, Heading, OfficialDocument, Paragraph, SignatureBlock
from nennep.core.documents.wording import place_and_date, short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.exports import ListTable
from nennep.organisation.access import UnitRights
from nennep.organisation.models import ListedAs, ResidenceComment, Unit, Ward
from nennep.organisation.queries import BranchLine, ContactLine, MemberLine, YearLine, people_of_ward
from nennep.rulebook.queries import document_format

_HEAD = ["TT", "Chi bộ", "Họ và tên", "Giới", "Năm sinh", "Ngày kết nạp", "Ngày chính thức", "Số thẻ", "Điện thoại"]


def members_table(ward: Ward, on: date) -> ListTable:
    """All members of a ward on a day, branch by branch (danh sách đảng viên)."""
    rows = exports.numbered(people_of_ward(ward.pk, on))
    name = f"Danh sách đảng viên {ward.party_name}"
    return ListTable(name, _HEAD, rows, of_people=True, xlsx=lambda: _members_xlsx(ward, rows, on))


def _members_xlsx(ward: Ward, rows: Sequence[Sequence[object]], on: date) -> bytes:
    title = f"DANH SÁCH ĐẢNG VIÊN {ward.party_name.upper()} – ngày {short_date(on)}"
    return render_xlsx([Sheet("Đảng viên", title, _HEAD, rows, [6, 30, 28, 7, 10, 14, 15, 12, 14])])


def branches_table(lines: Sequence[BranchLine]) -> ListTable:
    """The branches the reader may open, with their size and who leads and looks after them."""
    head = [_("TT"), _("Chi bộ"), _("Loại hình"), _("Đảng viên"), _("Bí thư"), _("Phụ trách")]
    rows = [
        [line.unit.name, str(line.unit.get_branch_kind_display()), line.members, line.secretary, line.charge]
        for line in lines
    ]
    return ListTable(_("Các chi bộ"), head, exports.numbered(rows))


def branch_table(unit: Unit, lines: Sequence[MemberLine], may: UnitRights) -> ListTable:
    """The list of one branch as it is filtered, with the columns that these rights open."""
    head = [_("TT"), _("Họ và tên"), _("Chức vụ")]
    head += [_("Năm sinh"), _("Chính thức, dự bị"), _("Diện"), _("Tổ đảng")] * may.details
    head += [_("Điện thoại")] * may.phones
    rows: list[list[object]] = []
    for line in lines:
        row: list[object] = [line.person.full_name, line.posts]
        if may.details:
            row += [line.person.birth_year or "", line.grade, str(ListedAs(line.listed_as).label), line.group]
        rows.append(row + [line.person.phone] * may.phones)
    name = _("Danh sách đảng viên %(unit)s") % {"unit": unit.name}
    return ListTable(name, head, exports.numbered(rows), of_people=True)


def duties_table(unit: Unit, year: int, lines: Sequence[YearLine]) -> ListTable:
    """The year's duties of a branch (phân công nhiệm vụ đảng viên), a member a row."""
    head = [_("TT"), _("Họ và tên"), _("Nhiệm vụ"), _("Ngày giao"), _("Ngày nhận"), _("Kết quả năm")]
    rows: list[list[object]] = []
    for line in lines:
        row: list[object] = [line.person.full_name, "", "", "", ""]
        if duty := line.duty:
            row[1:] = [
                duty.description,
                exports.day(duty.assigned_on),
                exports.day(duty.acknowledged_on),
                duty.result,
            ]
        rows.append(row)
    name = _("Phân công nhiệm vụ năm %(year)s, %(unit)s") % {"year": year, "unit": unit.name}
    return ListTable(name, head, exports.numbered(rows), of_people=True)


def contacts_table(unit: Unit, year: int, lines: Sequence[ContactLine]) -> ListTable:
    """Members in contact at home ("213") with the comment of a year."""
    head = [_("TT"), _("Họ và tên"), _("Nơi công tác"), _("Diện"), _("Giới thiệu từ ngày")]
    head += [_("Buổi mời"), _("Buổi dự"), _("Nhận xét năm"), _("Ngày nhận xét")]
    rows: list[list[object]] = []
    for line in lines:
        contact, comment = line.contact, line.comment
        row: list[object] = [contact.person.full_name, contact.workplace, str(contact.get_kind_display())]
        row.append(exports.day(contact.valid_from))
        if comment:
            row += [comment.sessions_called, comment.sessions_attended, comment.text, exports.day(comment.signed_on)]
        else:
            row += ["", "", "", ""]
        rows.append(row)
    name = _("Đảng viên giữ mối liên hệ nơi cư trú năm %(year)s, %(unit)s") % {"year": year, "unit": unit.name}
    return ListTable(name, head, exports.numbered(rows), of_people=True)


def comment_document(comment: ResidenceComment) -> OfficialDocument:
    """The branch's comment of a year (nhận xét đảng viên nơi cư trú), ready to sign (33-HD/BTCTW, 2020)."""
    contact = comment.contact
    unit, ward, person = contact.unit.as_of(comment.signed_on), contact.unit.ward, contact.person
    born = f", sinh năm {person.birth_year}" if person.birth_year else ""
    blocks: list[Block] = [
        Paragraph(f"Kính gửi: {contact.workplace}."),
        Paragraph(
            f"Thực hiện Quy định số 213-QĐ/TW ngày 02/01/2020 của Bộ Chính trị, {unit.name} nhận xét đồng chí "
            f"{person.full_name}{born}, giữ mối liên hệ với chi bộ từ ngày {short_date(contact.valid_from)}, "
            f"trong năm {comment.year} như sau:"
        ),
        Heading(1, "Tham gia sinh hoạt nơi cư trú"),
        Paragraph(f"Dự {comment.sessions_attended}/{comment.sessions_called} buổi chi bộ mời."),
        Heading(1, "Nhận xét của chi bộ"),
        *(Paragraph(line) for line in comment.text.splitlines() if line.strip()),
    ]
    return OfficialDocument(
        higher_body=ward.party_name.upper(),
        body_name=unit.name.upper(),
        symbol="",
        place_and_date=place_and_date(ward.place, comment.signed_on),
        kind="NHẬN XÉT",
        subject=f"đảng viên nơi cư trú năm {comment.year}",
        blocks=blocks,
        format=document_format(comment.signed_on),
        right=SignatureBlock(["T/M CHI BỘ", "BÍ THƯ"], comment.signed_by.full_name),
        recipients=["Như trên,", "Đồng chí có tên trên,", "Lưu Chi bộ."],
        title=f"Nhận xét đảng viên nơi cư trú năm {comment.year}",
    )
