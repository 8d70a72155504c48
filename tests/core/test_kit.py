"""The look and the kit: what pages weigh, what they say, and that mistakes in them show early."""

import gzip
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError, engines
from django.test import RequestFactory

from nennep.core import components as shapes
from nennep.core import written
from nennep.core.forms import VietnameseDateField
from nennep.core.periods import Month
from nennep.site import kit

STATIC = Path(shapes.__file__).parent / "static/core"
FIRST_VISIT = (
    "vendor/forms.css",
    "nennep.css",
    "vendor/htmx.min.js",
    "vendor/hx-ptag.min.js",
    "core.js",
    "vendor/public-sans.woff2",
    "vendor/icons.svg",
    "icon.svg",
)


@pytest.fixture(autouse=True)
def files_as_they_lie(settings):
    """Static files by their own names, so that no test needs them collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def show(source: str, **context: object) -> str:
    return Template("{% load nennep %}" + source).render(Context(context))


def words_of(html: str) -> str:
    """What is read: without tags, one space between words."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- what is shipped ----------------------------------------------------------------------------------------


def test_no_typeface_or_crest_of_the_base_remains():
    shipped = "".join(f.read_text("utf-8") for f in STATIC.rglob("*") if f.suffix in {".css", ".js", ".svg"})

    assert [word for word in ("GDS", "Transport", "crest", "crown") if word.lower() in shipped.lower()] == []


def test_the_first_visit_leaves_room_for_a_page_within_62_kilobytes():
    weight = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in FIRST_VISIT)

    assert weight < 53_000


def test_our_own_scripts_stay_small():
    scripts = [file for file in STATIC.parents[2].glob("*/static/*/*.js") if "vendor" not in file.parts]
    without_network = [file for file in scripts if file.name in {"offline.js", "vault.js", "worker.js"}]

    assert len(scripts) > 6 and len(without_network) == 3
    assert sum(file.stat().st_size for file in without_network) <= 14 * 1024
    assert sum(file.stat().st_size for file in scripts if file not in without_network) <= 25 * 1024
    assert len((STATIC / "worker.js").read_text("utf-8").splitlines()) < 100


def test_pages_load_nothing_from_elsewhere():
    for file in [*STATIC.glob("*.css"), *STATIC.glob("vendor/*.css")]:
        assert re.findall(r"url\(\"?(?:https?:)?//", file.read_text("utf-8")) == [], file.name


def test_no_template_of_the_kit_holds_style_or_script():
    for file in (STATIC.parent.parent / "templates/core").rglob("*.html"):
        source = file.read_text("utf-8")
        assert re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|hx-on", source) == [], file.name


def test_the_typeface_has_every_vietnamese_letter_and_our_marks():
    ttlib = pytest.importorskip("fontTools.ttLib")
    known = ttlib.TTFont(STATIC / "vendor/public-sans.woff2").getBestCmap()
    wanted = "ẪẬỄỆỖỘỮỰỴỸ ăâđêôơư ẩẳẵặ" + "".join(shapes.MARKS.values()) + "●▶–…‹›“”"

    assert [letter for letter in wanted if ord(letter) not in known] == []


# --- written forms ------------------------------------------------------------------------------------------


def test_dates_are_written_as_offices_write_them():
    day = date(2026, 2, 3)

    assert written.short_date(day) == "03/02/2026"
    assert written.long_date(day) == "Thứ Ba, 03/02/2026"
    assert written.document_date(day) == "ngày 03 tháng 02 năm 2026"
    assert written.document_date(date(2026, 11, 20)) == "ngày 20 tháng 11 năm 2026"
    assert written.month(Month(2026, 2)) == "02/2026"


def test_moments_are_shown_in_the_wards_own_time():
    at = datetime(2026, 2, 3, 17, 30, tzinfo=UTC)

    assert written.moment(at) == "00:30, 04/02/2026"


def test_filters_are_empty_for_nothing():
    assert show("{{ x|vn_date }}{{ x|vn_time }}{{ x|vn_number }}{{ x|vn_month }}{{ x|percent:3 }}", x=None) == ""


def test_midnight_is_a_time():
    assert show("{{ x|vn_time }}", x=time(0, 0)) == "00:00"


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (97, 103, "94,2% (97/103)"),
        (94, 98, "95,9% (94/98)"),
        (156, 156, "100% (156/156)"),
        (0, 5, "0% (0/5)"),
        (1999, 2000, "99,9% (1.999/2.000)"),
        (0, 0, "– (0/0)"),
    ],
)
def test_a_share_never_travels_without_its_parts(part: int, whole: int, share: str):
    assert show("{% share part=p whole=w %}", p=part, w=whole) == share


# --- mistakes show early ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        '{% chip tone="done" txt="Đã mời" %}',
        '{% figure lable="Tỷ lệ dự" value="13" %}',
        '{% notice tonne="late" %}…{% endnotice %}',
        "{% year_grid gird=x %}",
        '{% chip "done" "Đã mời" %}',
    ],
)
def test_a_misspelt_argument_fails_when_the_template_compiles(source: str):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load nennep %}" + source)


@pytest.mark.parametrize("source", ['{% chip tone="red" text="x" %}', '{% notice tone="red" %}x{% endnotice %}'])
def test_an_unknown_tone_is_refused(source: str):
    with pytest.raises(TemplateSyntaxError):
        show(source)


def test_text_of_people_stays_text():
    nasty = "<script>x</script>\"'"
    shown = show(
        '{% chip tone="done" text=n %}{% row title=n note=n %}{{ n }}{% endrow %}{% button text=n label=n %}'
        "{% notice title=n %}{{ n }}{% endnotice %}{% link_row text=n url=n %}",
        n=nasty,
    )

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


# --- forms --------------------------------------------------------------------------------------------------


class Sample(forms.Form):
    day = VietnameseDateField(label="Ngày họp")
    reply = forms.ChoiceField(
        label="Trả lời",
        widget=forms.RadioSelect,
        choices=[("1", "Sẽ dự"), ("2", "Xin vắng")],
        error_messages={"required": "Chọn một câu trả lời."},
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)


def test_a_field_is_tied_to_its_label_hint_and_error():
    html = show("{% date_field field=form.day %}", form=Sample({"day": "31/02/1960"}))

    assert '<label class="govuk-label" for="id_day">Ngày họp</label>' in html
    assert 'aria-describedby="id_day-hint id_day-error id_day-answer"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="31/02/1960"' in html
    assert "Lỗi: Ngày 31/02/1960 không có trong lịch. Nhập ngày/tháng/năm, ví dụ 28/02/2026." in words_of(html)
    assert " required" not in html


def test_a_date_is_answered_in_words():
    html = show("{% date_field field=form.day today=today %}", form=Sample({"day": "3/2/26"}), today=date(2026, 1, 28))

    assert "Thứ Ba, 03/02/2026 – còn 6 ngày" in html


def test_only_the_rare_optional_field_is_marked():
    form = Sample()

    assert "(không bắt buộc)" in show("{% field field=form.note %}", form=form)
    assert "(không bắt buộc)" not in show("{% field field=form.reply %}", form=form)


def test_the_summary_repeats_the_errors_and_leads_to_the_fields():
    html = show("{% error_summary form=form %}", form=Sample({"day": "mai"}))

    assert "Cần sửa 2 chỗ" in html
    assert re.findall(r'href="#(.*?)">(.*?)<', html) == [
        ("id_day", "Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
        ("id_reply_0", "Chọn một câu trả lời."),
    ]


def test_no_errors_show_no_summary():
    assert show("{% error_summary form=form %}", form=Sample({"day": "3/2/26", "reply": "1"})).strip() == ""


def test_autosave_names_its_address_and_revision():
    html = show('{% field field=form.note autosave="/x/" seen=0 %}', form=Sample())

    assert 'data-autosave="/x/"' in html
    assert 'data-seen="0"' in html


def test_a_button_may_mean_nought():
    assert show('{% button text="Không" kind="row" name="count" value=0 %}') == (
        '<button name="count" value="0">Không</button>'
    )


def test_a_list_of_a_hundred_people_stays_light():
    people = [(number, f"Nguyễn Thị Hoàng Phương {number}") for number in range(108)]
    buttons = "".join(f'{{% button text="{t}" kind="row" name="mark" value=n %}}' for t in ("Có mặt", "Vắng", "Khác"))
    row = f'{{% row title=name note="1952 · Tổ 3" id=n %}}{buttons}{{% endrow %}}'

    html = show(f"{{% rows %}}{{% for n, name in people %}}{row}{{% endfor %}}{{% endrows %}}", people=people)

    assert len(html.encode()) < 36_000


# --- pictures -----------------------------------------------------------------------------------------------


def test_every_cell_of_the_grid_has_a_mark_beside_its_colour_and_opens_its_meeting():
    cells = [
        shapes.GridCell("94", "done", "/m/1", "TDP 1, tháng 1: họp đủ, dự 94%"),
        shapes.GridCell("", "missing"),
        None,
    ]
    grid = shapes.YearGrid("Năm 2023", ["T1", "T2", "T3"], [shapes.GridRow("TDP 1", "/u/1", cells, ["94%"])], ["TB"])
    html = show("{% year_grid grid=grid %}", grid=grid)

    assert '<a href="/m/1" title="TDP 1, tháng 1: họp đủ, dự 94%" aria-label="TDP 1, tháng 1: họp đủ, dự 94%">' in html
    assert words_of(html) == "Năm 2023 Chi bộ T1 T2 T3 TB TDP 1 ✓ 94 ✕ 94% ✓ đủ, xong ✕ thiếu, không"


def test_a_month_without_figures_breaks_the_line():
    values = [90.0, 92.0, None, 95.0, 96.0]
    points = [shapes.LinePoint(f"T{n}", value, "") for n, value in enumerate(values)]
    chart = shapes.TargetLine("Tỷ lệ dự", "", points, target=90, target_text="Chỉ tiêu 90%")

    assert [len(stroke.split()) for stroke in chart.strokes()] == [2, 2]


def test_parts_of_a_bar_fill_it():
    chart = shapes.StackedBar("Việc", "", [shapes.BarPart("Xong", 3, "done"), shapes.BarPart("Chậm", 1, "late")])

    assert [(x, width) for _part, x, width in chart.placed()] == [("0", "750"), ("750", "250")]


def test_nothing_to_count_draws_nothing():
    assert shapes.StackedBar("Việc", "", [shapes.BarPart("Xong", 0, "done")]).placed() == []
    assert shapes.BarList("Dự", "", [shapes.Bar("TDP 1", 0, "0%")]).widths()[0][1] == "0.0"


def test_panes_know_their_tabs():
    html = show(
        '{% panes %}{% pane name="a" label="Chương trình" %}1{% endpane %}'
        '{% pane name="b" label="Biên bản" %}2{% endpane %}{% endpanes %}{% panes %}{% endpanes %}'
    )

    assert re.findall(r'href="#pane-(\w)"', html) == ["a", "b"]


# --- the whole page -----------------------------------------------------------------------------------------


def show_kit(address: str, data: dict[str, str] | None = None) -> str:
    """The kit page as a reader gets it, without the rest of the site."""
    request = RequestFactory().get(address)
    form = kit.SampleForm(data)
    template = engines["django"].get_template("site/kit.html").template  # type: ignore[attr-defined]
    shell = {
        "ward_name": "Đảng ủy phường Đức Thắng",
        "menu": [("Việc của tôi", "/", True)],
        "office_phone": "024 1",
    }
    return template.render(
        Context(
            {
                "request": request,
                "shell": shell,
                "form": form,
                "plain": kit.SampleForm(prefix="p"),
                **kit._parts(),
            }
        )
    )


def test_the_kit_shows_every_tag():
    from nennep.core.templatetags import nennep

    source = (Path(kit.__file__).parent / "templates/site/kit.html").read_text("utf-8")
    source += "".join(f.read_text("utf-8") for f in (STATIC.parent.parent / "templates/core").rglob("*.html"))
    helpers = {"hidden", "idempotency", "toolbar"}
    shown = set(re.findall(r"{% (\w+)", source))

    assert set(nennep.register.tags) - shown - helpers == set()


def test_the_page_has_one_heading_and_no_doubled_id():
    html = show_kit("/kit/")
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert html.count("<h1>") == 1
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    assert html.count("Lỗi:</span>") == 0


def test_a_page_with_errors_says_so_in_its_title():
    html = show_kit("/kit/?errors", kit.MISTYPED)

    assert "<title>Lỗi: Bộ phận trang" in html
