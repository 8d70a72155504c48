"""What the year report tells of following up: principles seen, briefings, inspections, urging, petitions, awards."""

from collections.abc import Iterator

from nennep.core.documents import wording
from nennep.recognition.models import Award
from nennep.reports.indicators import Figure
from nennep.reports.records import Records
from nennep.reports.sentences import Sentence, count, say


def principles(records: Records) -> Iterator[Sentence]:
    """That principles, order and democracy were kept, as far as committee members wrote it down (domain.md 8, facts 17
    and 25)."""
    visits = records.figure("visits")
    if not visits.numerator:
        return
    seen = {key: records.seen_at_visits(key) for key in SEEN}
    yield say(
        "Theo {visits} phiếu dự của đảng ủy viên phụ trách: {criticism} phiếu ghi buổi sinh hoạt giữ nguyên tắc "
        "tập trung dân chủ, tự phê bình và phê bình; {leadership} phiếu ghi buổi sinh hoạt thể hiện tính lãnh đạo, "
        "tính giáo dục, tính chiến đấu.",
        visits=visits,
        **_of(seen, "criticism", "leadership"),
    )
    yield say(
        "Về trình tự, nội dung: {agenda} phiếu ghi có thông qua chương trình, {last_month} kiểm điểm việc tháng trước, "
        "{minutes} đọc và thông qua biên bản.",
        **_of(seen, "agenda", "last_month", "minutes"),
    )
    yield say(
        "Không khí sinh hoạt dân chủ, cởi mở: {democracy} phiếu ghi đảng viên thảo luận dân chủ, cởi mở; "
        "đảng viên tham gia {opinions} ý kiến.",
        opinions=records.figure("opinions"),
        **_of(seen, "democracy"),
    )


SEEN = ("criticism", "leadership", "agenda", "last_month", "minutes", "democracy")
"""The questions of the sheets of which the report tells (oversight/data/checklists.toml)."""


def _of(seen: dict[str, Figure], *keys: str) -> dict[str, Figure]:
    return {key: seen[key] for key in keys}


def following_up(records: Records) -> Iterator[Sentence]:
    """The monthly briefing with its fixed item, checking, urging, petitions (domain.md 8, facts 14, 15 and 24)."""
    briefings, remedies = records.figure("briefings"), records.figure("remedies")
    if briefings.numerator:
        words = "{briefings} tháng có hội nghị giao ban; chất lượng sinh hoạt chi bộ là nội dung cố định: "
        words += "kết quả, tồn tại, hạn chế, biện pháp khắc phục"
        if remedies.denominator:
            words += "; {remedies} biện pháp giao tại hội nghị đã được thực hiện"
        yield say(f"{words}.", briefings=briefings, remedies=remedies)
    inspections, checked = records.figure("inspections"), records.figure("minutes_checked")
    reminders = records.figure("reminders")
    if inspections.denominator:
        yield say("{done} cuộc kiểm tra, giám sát trong chương trình đã kết luận.", done=inspections)
    if checked.numerator:
        yield say("Văn phòng đã xem {checked} biên bản rút ngẫu nhiên.", checked=checked)
    if reminders.numerator:
        yield say("Việc theo dõi, đôn đốc được thực hiện qua {reminders} lượt nhắc việc đến hạn.", reminders=reminders)
    petitions, overdue = records.figure("petitions"), records.figure("petitions_overdue")
    if petitions.denominator:
        words = "{petitions} kiến nghị, khó khăn, vướng mắc của chi bộ, đảng viên nêu trong kỳ đã được trả lời"
        if overdue.numerator:
            words += "; {overdue} kiến nghị quá hạn chưa trả lời"
        yield say(f"{words}.", petitions=petitions, overdue=count(overdue))


def commended(records: Records) -> Iterator[Sentence]:
    """Awards for the year (domain.md 8, fact 26). What is only told somewhere is said to be told there."""
    awards = records.figure("awards")
    if not awards.numerator:
        return
    yield say("Khen thưởng cho thành tích của năm: {awards} lần.", awards=awards)
    for each in records.followed.awards:
        yield Sentence((f"{each.form.title}: {_to_whom(each)}. {_source(each)}",))


def _to_whom(award: Award) -> str:
    """Branches by name; members are not named in what goes upwards."""
    units = [each.name for each in award.recipients.all() if each.person_id is None]
    with_people = any(each.person_id for each in award.recipients.all())
    whom = [*units, *["các đảng viên có tên trong quyết định"] * with_people]
    return ", ".join(whom) or award.unnamed or "chưa ghi người nhận"


def _source(award: Award) -> str:
    if award.number and award.decided_on:
        return f"Quyết định số {award.number} ngày {wording.short_date(award.decided_on)}."
    return f"Theo {award.told_by}; không có quyết định trong hồ sơ."
