"""The kit on one page: every part with its states, for eyes, for the print test and for axe (demo only)."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nennep.core import components as shapes
from nennep.core.forms import VietnameseDateField, VietnameseTimeField
from nennep.core.rights import EVERYONE, open_to

LONG_NAME = "Nguyễn Phúc Bảo Huỳnh Thị Thanh Phương Thảo"
PEOPLE = (
    ("1", "Đặng Thị Hoà (1952) · Tổ 3"),
    ("2", "Nguyễn Văn Hòa (1961) · Tổ 1"),
    ("3", "Trần Thị Bưởi (1948) · Tổ 3"),
    ("4", f"{LONG_NAME} (1975) · Tổ 2"),
    ("5", "Đỗ Đình Đạt (1969) · Tổ 4"),
)


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=_("Nội dung"), error_messages={"required": _("Nhập nội dung.")})
    minutes = forms.IntegerField(label=_("Số phút"), required=False)
    day = VietnameseDateField(label=_("Ngày họp"))
    at = VietnameseTimeField(label=_("Giờ họp"))
    speaker = forms.ChoiceField(
        label=_("Người phát biểu"),
        choices=(("", ""), *PEOPLE),
        help_text=_("Gõ hai chữ đầu, không cần dấu."),
        error_messages={"required": _("Chọn người phát biểu.")},
    )
    hall = forms.ChoiceField(
        label=_("Nơi họp"),
        choices=(("1", "Nhà văn hóa số 1"), ("2", "Nhà văn hóa số 2")),
        error_messages={"required": _("Chọn nơi họp.")},
    )
    count = forms.IntegerField(label=_("Số đồng ý"), error_messages={"required": _("Nhập số phiếu đồng ý.")})
    reply = forms.ChoiceField(
        label=_("Trả lời giấy mời"),
        widget=forms.RadioSelect,
        choices=(("come", _("Sẽ dự")), ("late", _("Đến muộn")), ("excused", _("Xin vắng"))),
        error_messages={"required": _("Chọn một câu trả lời.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Tài liệu kèm theo"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=(("1", "Chỉ thị số 50"), ("2", "Dự thảo nghị quyết tháng 02")),
    )
    words = forms.CharField(label=_("Ý kiến"), widget=forms.Textarea, required=False)
    paper = forms.FileField(label=_("Tệp tài liệu"), required=False, help_text=_("PDF, Word hoặc ảnh, tối đa 20 MB."))
    read_out = forms.BooleanField(
        label=_("Đã đọc trước chi bộ"),
        error_messages={"required": _("Biên bản phải được đọc trước chi bộ rồi mới ký.")},
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("title") == "trùng":
            raise ValidationError(_("Nội dung này đã có trong chương trình."))
        return self.cleaned_data


MISTYPED = {"day": "31/02/2026", "at": "25:70", "words": "Đề nghị kiểm tra camera ngõ 12."}


def _grid() -> shapes.YearGrid:
    """Three branches in a year: held, late, thematic, missing, still to come."""
    held = [
        ("done", "94"),
        ("done", "97"),
        ("thematic", "96"),
        ("late", "91"),
        ("done", "93"),
        ("missing", ""),
    ]
    held += [("done", "95"), ("waiting", ""), ("finding", "88"), ("todo", "")]
    words = {
        "done": _("họp đủ"),
        "late": _("họp chậm"),
        "thematic": _("chuyên đề"),
        "missing": _("không họp"),
    }

    def row(name: str, shift: int) -> shapes.GridRow:
        cells: list[shapes.GridCell | None] = []
        for month in range(1, 11):
            tone, text = held[(month + shift) % len(held)]
            sentence = f"{name}, tháng {month}: {words.get(tone, _('chưa họp'))}" + (f", dự {text}%" if text else "")
            cells.append(shapes.GridCell(text, tone, "#grid", sentence))  # type: ignore[arg-type]
        return shapes.GridRow(name, "#grid", [*cells, None, None], ["95,1%", "9/12"])

    names = ["TDP số 1", "TDP số 7", "Trường Tiểu học Đức Thắng"]
    return shapes.YearGrid(
        caption="Sinh hoạt chi bộ năm 2023",
        columns=[f"T{month}" for month in range(1, 13)],
        rows=[row(name, shift) for shift, name in enumerate(names)],
        sum_columns=["Dự TB", "Đủ"],
    )


def _table() -> shapes.DataTable:
    columns = [
        shapes.Column("Họ tên", sort_url="?sort=name", sorted="up"),
        shapes.Column("Tổ"),
        shapes.Column("Trả lời"),
        shapes.Column("Dự 12 tháng", number=True, sort_url="?sort=share"),
    ]
    come, silent = shapes.Cell("Sẽ dự", tone="done"), shapes.Cell("Chưa trả lời", tone="todo")
    excused = shapes.Cell("Xin vắng", tone="missing", note="Đi công tác")
    rows = [
        shapes.TableRow(["Trần Thị Bưởi", "Tổ 3", come, "100% (12/12)"], "#table", "3"),
        shapes.TableRow([LONG_NAME, "Tổ 2", silent, "91,7% (11/12)"], "#table", "4"),
        shapes.TableRow(["Đặng Thị Hoà", "Tổ 3", excused, "66,7% (8/12)"], "#table", "1", "late"),
    ]
    foot = shapes.TableRow(["Cộng 3 đồng chí", "", "", "86,1% (31/36)"])
    return shapes.DataTable(
        "Trả lời giấy mời ngày 03/02/2026", columns, rows, foot=foot, export_url="#table", form="kit-table"
    )


def _parts() -> dict[str, Any]:
    """Everything on the page that is data."""
    at = datetime(2026, 2, 3, 20, 14)
    months = [("T1", 91.2), ("T2", 93.5), ("T3", None), ("T4", 95.0), ("T5", 88.7), ("T6", 96.1)]
    return {
        "today": date(2026, 1, 28),
        "at": at,
        "tasks": [
            shapes.TaskListItem("Ngày, giờ, nơi họp", "#tasks", "done", _("Xong")),
            shapes.TaskListItem("Chương trình", "#tasks", "done", _("Xong"), "7 mục, 105 phút"),
            shapes.TaskListItem("Tài liệu", "#tasks", "doing", _("Đang dở"), "Đã có 2 trong 3 tệp"),
            shapes.TaskListItem("Giấy mời", "#tasks", "late", _("Chậm 1 ngày"), "Hạn 29/01/2026"),
            shapes.TaskListItem("Họp chi ủy", "", "todo", _("Chưa")),
        ],
        "tabs": [
            shapes.CountTab(_("Chưa ghi"), 6, "?tab=unknown"),
            shapes.CountTab(_("Có mặt"), 92, "?tab=present", current=True),
            shapes.CountTab(_("Vắng"), 5, "?tab=absent"),
            shapes.CountTab(_("Khách"), 2, "?tab=guests"),
        ],
        "table": _table(),
        "no_rows": shapes.DataTable("", [], [], empty=_("Không có việc nào chậm.")),
        "facts": [
            shapes.Fact(_("Thời gian"), "19:30, Thứ Ba, 03/02/2026", "#facts", _("Đổi giờ")),
            shapes.Fact(_("Nơi họp"), "Nhà văn hóa số 2"),
            shapes.Fact(_("Chủ trì"), "Đ/c Trần Thị Bưởi", "#facts"),
        ],
        "grid": _grid(),
        "bars": shapes.BarList(
            "Tỷ lệ dự sinh hoạt theo chi bộ",
            "Năm 2023, bình quân các buổi đã họp",
            [
                shapes.Bar("TDP số 1", 95.1, "95,1% (1.027/1.080)", "#bars"),
                shapes.Bar("TDP số 7", 92.4, "92,4% (1.198/1.296)", "#bars"),
                shapes.Bar("Công an", 71.0, "71% (22/31)", "#bars", "late"),
            ],
            highest=100,
        ),
        "line": shapes.TargetLine(
            "Tỷ lệ dự từng tháng",
            "Đường đứt ở tháng 3: chưa có số liệu",
            [
                shapes.LinePoint(label, value, f"{value}%".replace(".", ",") if value else "", "#line")
                for label, value in months
            ],
            target=90,
            target_text="Chỉ tiêu 90%",
            lowest=70,
        ),
        "stack": shapes.StackedBar(
            "Việc tháng trước",
            "Theo nghị quyết tháng 01/2026",
            [
                shapes.BarPart(_("Xong"), 12, "done", "#stack"),
                shapes.BarPart(_("Đang làm"), 4, "doing", "#stack"),
                shapes.BarPart(_("Chậm"), 2, "late", "#stack"),
                shapes.BarPart(_("Không làm được"), 1, "missing", "#stack"),
                shapes.BarPart(_("Chưa đến hạn"), 5, "todo", "#stack"),
            ],
        ),
        "mine": shapes.Version("Đề nghị kiểm tra camera ngõ 12 buổi tối.", "Đ/c Đặng Thị Hoà", time(20, 15)),
        "theirs": shapes.Version("Đề nghị kiểm tra camera ngõ 12 và đèn đường.", "Đ/c Trần Thị Bưởi", at),
        "reading": [
            shapes.ReaderItem(
                "4. Kết quả thực hiện nghị quyết tháng 01",
                ["Chi bộ có 94 trên 98 đảng viên chính thức dự họp.", "Ba việc đã xong, một việc đang làm."],
                changed=True,
                fix_url="#reader",
            ),
        ],
        "events": [
            shapes.TimelineEvent(at, "Đ/c Trần Thị Bưởi", "ký biên bản với tư cách chủ trì", "#timeline"),
            shapes.TimelineEvent(datetime(2026, 2, 3, 19, 24), "Đ/c Đặng Thị Hoà", "ghi có mặt 92 đồng chí"),
        ],
        "page": Paginator(range(60), 20).page(2),
        "prepared": "Mời đồng chí xem lịch 03/02, 19:30, Nhà văn hóa số 2.\nXin trả lời trước 02/02.",
    }


@require_http_methods(["GET", "POST"])
@open_to(EVERYONE)
def show(request: HttpRequest) -> HttpResponse:
    """Every part of the pages; `?errors` shows the form as it answers bad input."""
    form = SampleForm(request.POST or (MISTYPED if "errors" in request.GET else None))
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Đã ghi nội dung mẫu."))
        return redirect("kit")
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "site/kit.html",
        {"form": form, "plain": SampleForm(prefix="plain"), **_parts()},
        status=status,
    )
