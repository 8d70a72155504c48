"""How official documents write dates, numbers and shares, whatever the interface's language."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def document_date(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": a leading zero for days below 10 and for January and February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date) -> str:
    return f"{place}, {document_date(day)}"


def short_date(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def long_date(day: date) -> str:
    """ "Thứ Ba, 03/02/2026"."""
    return f"{WEEKDAYS[day.weekday()]}, {short_date(day)}"


def clock_time(moment: datetime) -> str:
    """ "19 giờ 30 phút", in minutes as the minutes book writes them."""
    return f"{moment.hour} giờ {moment.minute:02d} phút" if moment.minute else f"{moment.hour} giờ"


def number(value: int | Decimal) -> str:
    """ "1.234,5": dots for thousands, a comma before decimals."""
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


def percent(part: int, whole: int) -> str:
    """ "93,5%", one decimal, none where it is nought; a dash where there is nothing to divide."""
    if whole <= 0:
        return "–"
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if share == 100 and part < whole:
        share = Decimal("99.9")
    text = str(share.quantize(Decimal(1)) if share == share.to_integral() else share)
    return text.replace(".", ",") + "%"


def share(part: int, whole: int) -> str:
    """A share with its parts: "93,5% (97/103)"."""
    return f"{percent(part, whole)} ({number(part)}/{number(whole)})"


def symbol(number_: int, kind: str, body: str, digits: int) -> str:
    """ "05-NQ/CB"."""
    return f"{number_:0{digits}d}-{kind}/{body}"
