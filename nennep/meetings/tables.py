"""The tables of minutes and resolutions (domain.md 3.2, 3.6): tasks, party groups.

A column stands only where the record has it: minutes frozen before a field existed print without it.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from nennep.core.documents.blocks import Paragraph, Table
from nennep.core.documents.wording import clock_time, share, short_date

TASK_STATES = {"open": "Chưa làm", "under_way": "Đang làm", "done": "Đã xong", "dropped": "Thôi không làm"}
STATES_AT_START = TASK_STATES | {"new": "Mới giao"}
UNFINISHED = ("open", "under_way")

Column = tuple[str, int, Callable[[dict[str, Any]], str]]
"""Head, width in parts, and how a cell is written."""


def last_tasks_table(content: dict[str, Any], *, head: str, caption: str, with_due: bool) -> Table:
    """Last month's tasks: how they stood when the period began, how they stand now, what came of them."""
    columns: list[Column] = [
        (head, 6, lambda task: task["description"]),
        ("Người thực hiện", 4, lambda task: task["assignee"]),
    ]
    if with_due:
        columns.append(("Hạn", 3, lambda task: day(task["due_on"])))
    if all("state_at_start" in task for task in content["last_tasks"]):
        columns.append(("Đầu kỳ", 3, lambda task: STATES_AT_START[task["state_at_start"]]))
    columns.append(("Tình trạng", 3, lambda task: _state(task, content)))
    columns.append(("Kết quả", 5, lambda task: task["result"]))
    return _table(content["last_tasks"], columns, caption)


def task_table(tasks: list[dict[str, Any]]) -> Table:
    """What was assigned: who, until when, with what result, at which meeting to report."""
    columns: list[Column] = [
        ("Nhiệm vụ", 7, lambda task: task["description"]),
        ("Người thực hiện", 4, lambda task: task["assignee"]),
        ("Hạn", 3, lambda task: day(task["due_on"])),
        ("Kết quả cần đạt", 5, lambda task: task["expected_result"]),
    ]
    if all("report_in" in task for task in tasks):
        columns.append(("Báo cáo tại", 4, lambda task: f"Kỳ sinh hoạt {_month(task['report_in'])}"))
    return _table(tasks, columns, "Nhiệm vụ được phân công")


def group_table(groups: list[dict[str, Any]]) -> Table:
    rows = [
        [
            group["unit"],
            group["leader"],
            str(group["listed"]),
            str(group["expected"]),
            share(group["present"], group["expected"]),
            str(group["excused"] + group["unexcused"]),
        ]
        for group in groups
    ]
    totals = {name: sum(group[name] for group in groups) for name in ("listed", "expected", "present")}
    away = sum(group["excused"] + group["unexcused"] for group in groups)
    total = ["Cộng", "", str(totals["listed"]), str(totals["expected"])]
    rows.append([*total, share(totals["present"], totals["expected"]), str(away)])
    head = ["Tổ đảng", "Tổ trưởng", "Danh sách", "Phải dự", "Có mặt", "Vắng"]
    caption = "Sinh hoạt theo tổ đảng: điểm danh của các tổ"
    return Table(head, rows, widths=[4, 5, 3, 3, 5, 2], numeric=(2, 3, 5), caption=caption)


def group_lines(groups: list[dict[str, Any]]) -> Iterator[Paragraph]:
    """Where and when each party group sat, and who was absent (domain.md 3.5)."""
    for group in groups:
        words = [f"tại {group['place']}"]
        opened, closed = moment(group["opened_at"]), moment(group["closed_at"])
        if opened:
            words.append(f"từ {clock_time(opened)}" + (f" đến {clock_time(closed)}" if closed else ""))
        words = [", ".join(words), *_absent(group)]
        yield Paragraph("; ".join(words) + ".", lead=f"{group['unit']}:")


def _absent(group: dict[str, Any]) -> Iterator[str]:
    if "excused_names" not in group:
        return
    if group["excused_names"]:
        yield f"vắng có lý do: {', '.join(with_reason(group['excused_names']))}"
    if group["unexcused_names"]:
        yield f"vắng không lý do: {', '.join(group['unexcused_names'])}"
    if not group["excused_names"] and not group["unexcused_names"]:
        yield "không có đồng chí nào vắng"


def with_reason(absent: list[dict[str, str]]) -> list[str]:
    """ "Nguyễn Văn An (ốm)"."""
    return [f"{each['name']} ({each['reason'].lower()})" for each in absent]


def _table(tasks: list[dict[str, Any]], columns: list[Column], caption: str) -> Table:
    rows = [[str(place), *(cell(task) for _, _, cell in columns)] for place, task in enumerate(tasks, start=1)]
    head = ["TT", *(head for head, _, _ in columns)]
    return Table(head, rows, widths=[1, *(width for _, width, _ in columns)], caption=caption)


def _state(task: dict[str, Any], content: dict[str, Any]) -> str:
    """How a task stood at the meeting: late if its day had passed, or if it was done after its day."""
    if task["finished_on"] and task["finished_on"] > task["due_on"]:
        return f"{TASK_STATES[task['state']]}, sau hạn"
    held = moment(content["opened_at"])
    is_late = held is not None and task["state"] in UNFINISHED and task["due_on"] < held.date().isoformat()
    return f"{TASK_STATES[task['state']]}, quá hạn" if is_late else TASK_STATES[task["state"]]


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def day(text: str) -> str:
    return short_date(date.fromisoformat(text))


def _month(text: str) -> str:
    return f"{date.fromisoformat(text):%m/%Y}"
