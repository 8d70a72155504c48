"""Lists of members as spreadsheets; the printed comment on a member in contact at home."""

from datetime import date

from nennep.core.documents.blocks import Block, Heading, OfficialDocument, Paragraph, SignatureBlock
from nennep.core.documents.wording import place_and_date, short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.organisation.models import ResidenceComment, Ward
from nennep.organisation.queries import people_of_ward
from nennep.rulebook.queries import document_format


def members_xlsx(ward: Ward, on: date) -> bytes:
    """All members of a ward on a day, branch by branch (danh sách đảng viên)."""
    rows = [(place, *row) for place, row in enumerate(people_of_ward(ward.pk, on), start=1)]
    head = ["TT", "Chi bộ", "Họ và tên", "Giới", "Năm sinh", "Ngày kết nạp", "Ngày chính thức", "Số thẻ", "Điện thoại"]
    title = f"DANH SÁCH ĐẢNG VIÊN {ward.party_name.upper()} – ngày {short_date(on)}"
    return render_xlsx([Sheet("Đảng viên", title, head, rows, [6, 30, 28, 7, 10, 14, 15, 12, 14])])


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
