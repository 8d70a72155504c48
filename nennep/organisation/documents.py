"""Lists of members as spreadsheets."""

from datetime import date

from nennep.core.documents.wording import short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.organisation.models import Ward
from nennep.organisation.queries import people_of_ward


def members_xlsx(ward: Ward, on: date) -> bytes:
    """All members of a ward on a day, branch by branch (danh sách đảng viên)."""
    rows = [(place, *row) for place, row in enumerate(people_of_ward(ward.pk, on), start=1)]
    head = ["TT", "Chi bộ", "Họ và tên", "Giới", "Năm sinh", "Ngày kết nạp", "Ngày chính thức", "Số thẻ", "Điện thoại"]
    title = f"DANH SÁCH ĐẢNG VIÊN {ward.party_name.upper()} – ngày {short_date(on)}"
    return render_xlsx([Sheet("Đảng viên", title, head, rows, [6, 30, 28, 7, 10, 14, 15, 12, 14])])
