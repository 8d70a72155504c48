"""The sheet of first-log-in cards. What is printed is Vietnamese in every language of the interface."""

from collections.abc import Sequence

from nennep.accounts.actions import Issued
from nennep.core import written
from nennep.core.documents.cards import Card, render_cards
from nennep.organisation.models import Ward


def cards_pdf(ward: Ward, issued: Sequence[Issued], *, address: str, places: dict[object, str]) -> bytes:
    """One card a person; `address` is where the code is typed, `places` says whose branch it is."""
    cards = [_card(ward, each, address, places.get(each.person.pk, "")) for each in issued]
    return render_cards(f"Thẻ đăng nhập lần đầu, {ward.party_name}", cards)


def _card(ward: Ward, issued: Issued, address: str, place: str) -> Card:
    year = f"sinh {issued.person.birth_year}" if issued.person.birth_year else ""
    call = f" Cần giúp gọi {ward.office_phone}." if ward.office_phone else ""
    return Card(
        head="Thẻ đăng nhập lần đầu. Giữ kín, dùng một lần.",
        name=issued.person.full_name,
        about=" · ".join(filter(None, [year, place])),
        lines=[("1. Chụp mã bên, hoặc mở trang", address), ("2. Tên đăng nhập", issued.login_name)],
        code_label="3. Mã, gõ nếu không chụp được; rồi đặt mật khẩu của mình",
        code=issued.code,
        foot=f"Hết hạn {written.moment(issued.expires_at)}.{call}",
        address=f"{address}?ma={issued.code}",
    )
