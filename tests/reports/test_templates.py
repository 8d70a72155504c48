"""Templates of the year report: arranged by the office, read by whoever may read the report."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from nennep.core import clock
from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.organisation.models import Person
from nennep.reports import actions
from nennep.reports.arranging import usual_pieces
from nennep.reports.models import ReportTemplate
from nennep.reports.year_report import PARTS
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 4, 20)
AT = make.at(ON, hour=9)
MISMATCHES = {"kind": "part", "key": "mismatches"}
SHORT = [
    {"kind": "section", "heading": "Nền nếp"},
    {"kind": "part", "key": "attendance"},
    {"kind": "text", "heading": "Nhận xét", "words": "Năm {nay} có 97 % dự.\nCần giữ vững."},
    MISMATCHES,
]


@pytest.fixture
def unit(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: ON)
    made = make.branch(members=3)
    make.meeting(made, state="reported", day=date(2022, 3, 3))
    return made


@pytest.fixture
def office(client, unit):
    client.force_login(make.account(Person.objects.get(pk=make.actor("office", of=unit).person_id)))
    return client


def save(unit, template=None, **given) -> ReportTemplate:
    words = {"name": "Gửi Thành ủy", "pieces": SHORT, "seen": template.revision if template else 0}
    key = template.pk if template else None
    return actions.save_template(unit.ward_id, key, **words | given, by=make.office(unit.ward), at=AT)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.sentence


def sent(pieces, **given) -> dict[str, object]:
    data = {"name": "Gửi Thành ủy", "seen": 0, "form-TOTAL_FORMS": len(pieces), "form-INITIAL_FORMS": 0}
    for index, piece in enumerate(pieces):
        data |= {f"form-{index}-{key}": value for key, value in piece.items()}
    return data | given


def test_the_report_and_its_paper_stand_in_the_order_of_the_template(office, unit):
    template = save(unit)
    page = office.get(reverse("reports:year_report", args=[2022]), {"mau": template.pk}).content.decode()
    paper = office.get(reverse("reports:download", args=[2022, "docx"]), {"mau": template.pk}).content
    lines = "\n".join(each.text for each in Document(BytesIO(paper)).paragraphs)

    for shown in (page, lines):
        order = ["Nền nếp", PARTS["attendance"], "Nhận xét (Văn phòng viết)", "Năm {nay} có 97 % dự.", "Cần giữ vững."]
        places = [shown.index(words) for words in order]
        assert places == sorted(places)
        assert PARTS["records"] not in shown
    assert f"docx/?mau={template.pk}" in page
    assert office.get(reverse("reports:download", args=[2022, "pdf"]), {"mau": template.pk}).content[:4] == b"%PDF"


def test_a_template_begun_as_the_report_stands_changes_nothing(office, unit):
    template = save(unit, pieces=usual_pieces())
    address = reverse("reports:download", args=[2022, "json"])
    assert office.get(address, {"mau": template.pk}).json() == office.get(address).json()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "Nhập tên mẫu, ví dụ: Báo cáo gửi Thành ủy."),
        ({"name": "GỬI thành ủy"}, "Đã có mẫu tên “GỬI thành ủy”. Đặt tên khác, hoặc mở mẫu ấy để sửa."),
        (
            {"pieces": [*SHORT, {"kind": "text", "heading": "Kết", "words": " "}]},
            "Đoạn viết “Kết” chưa có lời văn. Nhập lời văn, hoặc bỏ đoạn ấy rồi lưu.",
        ),
        (
            {"pieces": [*SHORT, {"kind": "section", "heading": ""}]},
            "Mục hoặc đoạn viết ở vị trí 5 chưa có tên. Nhập tên, hoặc bỏ đi rồi lưu.",
        ),
        (
            {"pieces": [*SHORT, {"kind": "part", "key": "weather"}]},
            "Phần ở vị trí 5 không có trong báo cáo năm. Bỏ phần ấy, chọn phần khác rồi lưu.",
        ),
        (
            {"pieces": SHORT[:-1]},
            "Không bỏ được phần “Số liệu chưa khớp”. Thêm lại phần ấy vào mẫu rồi lưu.",
        ),
        ({"pieces": SHORT[1:]}, "Mẫu phải bắt đầu bằng một mục. Chuyển một mục lên đầu rồi lưu."),
        ({"pieces": [*SHORT, MISMATCHES]}, "Phần “Số liệu chưa khớp” có hai lần trong mẫu. Bỏ một lần rồi lưu."),
        (
            {"pieces": [*SHORT, *([SHORT[0]] * 60)]},
            "Mẫu có nhiều nhất 60 mục, phần và đoạn viết. Bỏ bớt rồi lưu.",
        ),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(unit, given, sentence):
    save(unit)
    assert refusal(lambda: save(unit, **{"name": "Mẫu hai"} | given)) == sentence
    assert ReportTemplate.objects.count() == 1


def test_a_change_is_written_down_and_never_goes_over_somebody_elses(unit):
    template = save(unit)
    changed = save(unit, template, name="Gửi tỉnh")
    assert (changed.pk, changed.revision) == (template.pk, 2)
    event = AuditEvent.objects.filter(name="reports.template.saved").last()
    assert (event.before["name"], event.after["name"]) == ("Gửi Thành ủy", "Gửi tỉnh")
    assert "vừa được người khác sửa" in refusal(lambda: save(unit, template, name="Gửi quận"))


def test_buttons_move_pieces_and_keep_what_was_typed(office):
    address = reverse("reports:template_new")

    def after(step, **given):
        context = office.post(address, sent(SHORT, step=step, name="Đang gõ", **given)).context
        assert context["form"]["name"].value() == "Đang gõ"
        return [piece["key"].value() or piece["heading"].value() for piece in context["forms"]]

    assert after("up-2") == ["Nền nếp", "Nhận xét", "attendance", "mismatches"]
    assert after("down-1") == ["Nền nếp", "Nhận xét", "attendance", "mismatches"]
    assert after("remove-1") == ["Nền nếp", "Nhận xét", "mismatches"]
    assert after("remove-3") == ["Nền nếp", "attendance", "Nhận xét", "mismatches"]
    assert after("add", add="records")[-1] == "records"
    assert after("up-99") == after("add", add="weather") == ["Nền nếp", "attendance", "Nhận xét", "mismatches"]
    assert not ReportTemplate.objects.exists()


def test_the_office_saves_what_it_arranged_and_mends_what_was_refused(office, unit):
    address = reverse("reports:template_new")
    refused = office.post(address, sent(SHORT, name=""))
    assert refused.status_code == 422
    assert "Nhập tên mẫu" in refused.content.decode()
    assert "Cần giữ vững." in refused.content.decode()

    office.post(address, sent(SHORT))
    template = ReportTemplate.objects.get()
    assert template.pieces == SHORT
    assert "Gửi Thành ủy" in office.get(reverse("reports:templates")).content.decode()
    assert "Nhận xét" in office.get(reverse("reports:template", args=[template.pk])).content.decode()


def test_a_template_of_another_ward_is_not_there(office):
    other = save(make.branch(make.ward()))
    assert office.get(reverse("reports:year_report", args=[2022]), {"mau": other.pk}).status_code == 404
    assert office.get(reverse("reports:template", args=[other.pk])).status_code == 404
