"""By which words offices call the columns of a list of members, and what a column's content gives away."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nennep.core.sheets import Cell, Headings, words_in
from nennep.core.syllables import is_syllable
from nennep.core.text import fold

LABELS: dict[str, str | Promise] = {
    "number": _("Số thứ tự"),
    "full_name": _("Họ và tên"),
    "family_name": _("Họ đệm"),
    "given_name": _("Tên"),
    "sex": _("Giới tính"),
    "male": _("Nam"),
    "female": _("Nữ"),
    "birth": _("Ngày sinh"),
    "birth_male": _("Ngày sinh (nam)"),
    "birth_female": _("Ngày sinh (nữ)"),
    "joined": _("Ngày vào Đảng"),
    "official": _("Ngày chính thức"),
    "status": _("Chính thức hay dự bị"),
    "card": _("Số thẻ đảng viên"),
    "phone": _("Điện thoại"),
    "unit": _("Chi bộ"),
    "posts": _("Chức vụ"),
    "duty": _("Nhiệm vụ được phân công"),
    "note": _("Ghi chú"),
}
"""What a column can be, in the words of the page."""

MEMBERS = Headings(
    words={
        "number": ("stt", "tt", "so tt", "so thu tu", "thu tu"),
        "full_name": (
            "ho va ten", "ho ten", "ho, ten", "ho & ten", "ho va ten dang vien", "ho ten dang vien", "hoten", "ho va ten khai sinh",
            "ten dang vien", "ho, chu dem va ten", "ho chu dem va ten", "ho va ten dv", "dong chi", "ho ten dc",
        ),
        "family_name": ("ho dem", "ho va dem", "ho, dem", "ho va ten dem", "ho, ten dem", "ho ten dem", "ho lot", "ho va chu dem", "ho chu dem", "ho"),
        "given_name": ("ten", "ten goi"),
        "sex": ("gioi tinh", "gioi", "nam/nu", "nam, nu", "nam nu", "phai", "gt"),
        "male": ("nam", "gioi tinh nam"),
        "female": ("nu", "gioi tinh nu"),
        "birth": (
            "ngay sinh", "ngay thang nam sinh", "ngay, thang, nam sinh", "ngay,thang,nam sinh", "nam sinh", "sinh nam", "sinh ngay", "ngay thang sinh",
            "ngay thang nam", "ns", "namsinh", "ngaysinh", "ngay/thang/nam sinh", "nam sinh/ngay sinh",
        ),
        "joined": (
            "ngay vao dang", "ngay, thang, nam vao dang", "ngay thang nam vao dang", "vao dang", "ngay ket nap", "ngay vd",
            "ket nap", "ngay du bi", "ngay vao dang du bi", "du bi", "nam vao dang", "ngay vao dcsvn", "vao dang ngay",
            "ngay ket nap dang", "ngay ket nap vao dang", "ngay thang vao dang", "ngay vao dang csvn", "ngay vao dang lan dau",
            "thoi gian vao dang", "ngay,thang,nam vao dang",
        ),
        "official": (
            "ngay chinh thuc", "chinh thuc", "ngay vao dang chinh thuc", "ngay ct", "ngay cong nhan chinh thuc",
            "cong nhan chinh thuc", "ngay cong nhan dang vien chinh thuc", "ngay vao dang / chinh thuc", "ngay dang vien chinh thuc",
            "ngay chuyen dang chinh thuc", "ngay chuyen chinh thuc", "chuyen chinh thuc", "vao dang chinh thuc",
            "ngay thang nam vao dang chinh thuc", "ngay ket nap chinh thuc", "thoi gian chinh thuc",
        ),
        "status": ("loai dang vien", "loai dv", "tinh trang", "trang thai", "dien dang vien", "tu cach dang vien", "chinh thuc/du bi", "chinh thuc hay du bi", "dang vien"),
        "card": ("so the dang vien", "so the dang", "so the dv", "so the", "the dang", "the dang vien", "ma the", "so tdv", "sothe", "the dv"),
        "phone": ("dien thoai", "so dien thoai", "so dt", "sdt", "dt", "di dong", "so di dong", "dien thoai di dong", "dtdd", "so dtdd", "dien thoai lien he", "lien he", "dt di dong", "so dien thoai lien he"),
        "unit": (
            "chi bo", "don vi", "sinh hoat tai", "noi sinh hoat", "chi bo sinh hoat", "don vi sinh hoat", "to chuc dang", "cb", "dang sinh hoat tai",
            "thuoc chi bo", "sinh hoat tai chi bo", "ten chi bo", "chi bo dang sinh hoat", "noi sinh hoat dang", "sinh hoat",
        ),
        "posts": ("chuc vu", "chuc vu dang", "chuc vu trong dang", "chuc danh", "cv", "chuc vu hien nay", "chuc vu kiem nhiem", "chuc vu, cong viec", "chuc vu dang, chinh quyen, doan the"),
        "duty": ("nhiem vu duoc phan cong", "nhiem vu", "phan cong nhiem vu", "nhiem vu phan cong", "cong viec duoc giao", "noi dung phan cong"),
        "note": ("ghi chu", "gc", "ghi chu khac", "chu thich"),
    },
    under={
        ("birth", "nam"): "birth_male",
        ("birth", "nu"): "birth_female",
        ("joined", "du bi"): "joined",
        ("joined", "ket nap"): "joined",
        ("joined", "chinh thuc"): "official",
        ("joined", "ct"): "official",
        ("joined", "db"): "joined",
        ("sex", "nam"): "male",
        ("sex", "nu"): "female",
        ("full_name", "ho dem"): "family_name",
        ("full_name", "ho"): "family_name",
        ("full_name", "ten"): "given_name",
    },
)  # fmt: skip

_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}/\d{4}|(19|20)\d\d")
_PHONE = re.compile(r"(\+?84|0)?[235789]\d{8}")
_UNIT = re.compile(r"(chi bo|cb|tdp|to dan pho|to dp)\b")
_FAMILIES = frozenset(
    "nguyen tran le pham hoang huynh vu vo phan truong bui dang do ngo ho duong dinh ly dao doan trinh mai to ta luong "
    "cao ha luu quach chu trieu kieu thai phung la thach van dam nghiem vuong".split()
)


def has_name(columns: Sequence[str]) -> bool:
    """Whether the columns tell who somebody is."""
    return "full_name" in columns or {"family_name", "given_name"} <= set(columns)


def guess(cells: Sequence[Cell]) -> str:
    """What a column without a known heading holds, by most of its cells; nothing where it is not clear."""
    filled = [cell for cell in cells if words_in(cell)]
    if len(filled) < 3:
        return ""
    kinds = [_kind(cell) for cell in filled]
    for kind in ("full_name", "unit", "date", "phone", "card", "sex"):
        if kinds.count(kind) >= 0.8 * len(kinds):
            return kind
    return ""


def _kind(cell: Cell) -> str:
    if isinstance(cell, date):
        return "date"
    said = fold(words_in(cell))
    digits = said.replace(" ", "").replace(".", "") if not _DATE.fullmatch(said) else ""
    if _DATE.fullmatch(said):
        return "date"
    if _UNIT.match(said):
        return "unit"
    if said in {"nam", "nu"}:
        return "sex"
    if _PHONE.fullmatch(digits):
        return "phone"
    if digits.isdigit() and len(digits) == 8:
        return "card"
    words = words_in(cell).split()
    if 2 <= len(words) <= 6 and fold(words[0]) in _FAMILIES and all(is_syllable(word.lower()) for word in words):
        return "full_name"
    return ""
