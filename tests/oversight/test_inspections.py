"""Inspections with their remedies, and minutes drawn by chance."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nennep.core.models import AuditEvent
from nennep.core.refusals import Changed
from nennep.decisions.models import Task
from nennep.organisation.actors import actor_of
from nennep.oversight import actions, samples
from nennep.oversight.actions import inspections as rules
from nennep.oversight.actions.samples import NothingSigned, PeriodTurned, TooMany
from nennep.oversight.models import Inspection
from tests import files, make

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture
def unit():
    return make.branch(members=3)


def planned(unit, **given):
    words = {
        "year": 2022,
        "kind": "inspection",
        "title": "Kiểm tra nền nếp sinh hoạt",
        "scope": "Sáu tháng đầu năm",
        "begins_on": date(2022, 3, 1),
        "ends_on": date(2022, 3, 31),
        "units": [unit],
        "head": make.person(unit.ward),
    }
    return actions.plan_inspection(unit.ward_id, **(words | given), by=make.office(unit.ward), at=make.EVENING)


def client_of(actor, settings, on=DAY):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(on, 21) - make.timezone.now()).total_seconds())
    client = Client()
    client.force_login(make.account(make.Person.objects.get(pk=actor.person_id)))
    return client


def test_an_inspection_goes_from_programme_to_conclusion_and_its_remedies_are_tasks(unit):
    by, at = make.office(unit.ward), make.EVENING
    inspection = planned(unit)
    for _retry in range(2):
        key = make.uuid7() if _retry == 0 else key  # noqa: F821
        actions.record_found(inspection, unit=unit, kind="shortcoming", text="Ghi thiếu ý kiến", by=by, at=at, id=key)
    secretary = unit.posts.get(position="secretary").person
    task = actions.set_remedy(
        inspection, unit=unit, description="Ghi đủ ý kiến", assignee=secretary, due_on=date(2022, 4, 1), by=by, at=at
    )

    inspection.refresh_from_db()
    done = actions.conclude_inspection(inspection, conclusion="Nền nếp tốt, biên bản còn sơ sài", seen=1, by=by, at=at)

    assert inspection.found.count() == 1
    assert (task.origin_kind, task.origin_id, task.assignee) == ("inspection", inspection.pk, secretary)
    assert (done.state, done.concluded_on) == ("concluded", DAY)
    with pytest.raises(rules.InspectionOver):
        actions.record_found(done, unit=unit, kind="strength", text="Thêm", by=by, at=at)


@pytest.mark.parametrize(
    ("given", "refusal", "sentence"),
    [
        ({"title": " "}, rules.TitleMissing, "Nhập nội dung kiểm tra"),
        ({"units": []}, rules.NoUnitChosen, "Chọn ít nhất một chi bộ"),
        ({"head": None}, rules.NoHead, "Chọn trưởng đoàn."),
        ({"ends_on": date(2022, 2, 1)}, rules.EndsBeforeBegin, "Ngày kết thúc 01/02/2022 trước ngày bắt đầu"),
        ({"year": 2023}, rules.OutsideYear, "không thuộc chương trình năm 2023"),
    ],
)
def test_a_programme_that_cannot_be_is_refused_with_a_sentence(unit, given, refusal, sentence):
    with pytest.raises(refusal) as refused:
        planned(unit, **given)
    assert sentence in refused.value.sentence and Inspection.objects.count() == 0


def test_nothing_is_concluded_without_having_seen_anything_nor_over_somebody_else(unit):
    by, at = make.office(unit.ward), make.EVENING
    inspection = planned(unit)

    with pytest.raises(rules.NothingFound):
        actions.conclude_inspection(inspection, conclusion="Tốt", seen=0, by=by, at=at)
    with pytest.raises(Changed):
        actions.conclude_inspection(inspection, conclusion="Tốt", seen=7, by=by, at=at)
    with pytest.raises(rules.NotInspected):
        actions.record_found(inspection, unit=make.branch(unit.ward), kind="strength", text="Tốt", by=by, at=at)
    with pytest.raises(rules.DropReasonMissing):
        actions.drop_inspection(inspection, reason="", by=by, at=at)
    dropped = actions.drop_inspection(inspection, reason="Trùng đoàn của quận", by=by, at=at)
    assert dropped.state == "dropped"


def changed(inspection, unit, **given):
    head = inspection.team.get(is_head=True).person
    words = {
        "kind": inspection.kind, "title": inspection.title, "scope": inspection.scope, "units": [unit], "head": head,
        "begins_on": inspection.begins_on, "ends_on": inspection.ends_on, "seen": inspection.revision,
    }  # fmt: skip
    return actions.change_inspection(inspection, **(words | given), by=make.office(unit.ward), at=make.EVENING)


def test_what_stands_on_the_programme_is_changed_once_and_the_log_says_how(unit):
    inspection, other, member = planned(unit), make.branch(unit.ward), make.person(unit.ward)
    for _retry in range(2):
        done = changed(inspection, unit, units=[unit, other], ends_on=date(2022, 4, 15), team=[member])

    done.refresh_from_db()
    assert (done.revision, done.ends_on) == (1, date(2022, 4, 15))
    assert {each.unit for each in done.units.all()} == {unit, other}
    assert done.team.get(is_head=False).person == member
    event = AuditEvent.objects.get(name="oversight.inspection.changed")
    assert event.before["ends_on"] == "2022-03-31"
    assert event.after["units"] == sorted([unit.name, other.name])


@pytest.mark.parametrize(
    ("given", "refusal", "sentence"),
    [
        ({"title": " "}, rules.TitleMissing, "Nhập nội dung"),
        ({"units": []}, rules.NoUnitChosen, "Chọn ít nhất một chi bộ"),
        ({"head": None}, rules.NoHead, "Chọn trưởng đoàn."),
        ({"ends_on": date(2022, 2, 1)}, rules.EndsBeforeBegin, "trước ngày bắt đầu"),
        ({"begins_on": date(2021, 2, 1)}, rules.OutsideYear, "không thuộc chương trình năm 2022"),
        ({"title": "Khác", "seen": 5}, Changed, "vừa được người khác sửa"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(unit, given, refusal, sentence):
    inspection = planned(unit)
    with pytest.raises(refusal) as refused:
        changed(inspection, unit, **given)
    assert sentence in refused.value.sentence
    inspection.refresh_from_db()
    assert (inspection.title, inspection.revision) == ("Kiểm tra nền nếp sinh hoạt", 0)


def test_a_branch_with_findings_stays_and_nothing_is_changed_after_the_conclusion(unit):
    inspection, by, at = planned(unit), make.office(unit.ward), make.EVENING
    actions.record_found(inspection, unit=unit, kind="strength", text="Chuẩn bị kỹ", by=by, at=at)
    inspection.refresh_from_db()

    with pytest.raises(rules.BranchAlreadySeen) as refused:
        changed(inspection, unit, units=[make.branch(unit.ward)])
    assert unit.name in refused.value.sentence
    with pytest.raises(rules.BeginsAfterBegun):
        changed(inspection, unit, begins_on=date(2022, 12, 1), ends_on=date(2022, 12, 5))
    done = actions.conclude_inspection(inspection, conclusion="Tốt", seen=1, by=by, at=at)
    with pytest.raises(rules.InspectionOver):
        changed(done, unit, title="Khác")


def test_the_page_shows_what_stands_there_and_keeps_what_was_typed_when_refused(unit, settings):
    inspection = planned(unit)
    client = client_of(make.actor("office", of=unit), settings)
    address = reverse("oversight:inspection_change", args=[inspection.pk])
    assert "Sửa chương trình" in client.get(reverse("oversight:inspection", args=[inspection.pk])).content.decode()
    assert "01/03/2022" in client.get(address).content.decode()
    head = inspection.team.get().person_id
    words = {
        "kind": "supervision", "title": "Giám sát chuyên đề", "scope": "Quý I", "begins_on": "01/03/2022",
        "ends_on": "28/02/2022", "units": [unit.pk], "head": head, "seen": "0",
    }  # fmt: skip
    refused = client.post(address, words)
    assert refused.status_code == 422
    assert "Ngày kết thúc 28/02/2022 trước ngày bắt đầu 01/03/2022" in refused.content.decode()
    assert "Giám sát chuyên đề" in refused.content.decode()
    assert client.post(address, words | {"ends_on": "28/03/2022"}).status_code == 302
    inspection.refresh_from_db()
    assert (inspection.title, inspection.kind) == ("Giám sát chuyên đề", "supervision")


def test_the_pages_from_the_programme_to_the_document(unit, settings):
    office = make.actor("office", of=unit)
    head = make.actor("committee_member", of=unit)
    client = client_of(office, settings)
    client.post(
        reverse("oversight:inspection_add", args=[2022]),
        {
            "kind": "supervision",
            "title": "Giám sát sinh hoạt chuyên đề",
            "scope": "Quý I",
            "begins_on": "01/03/2022",
            "ends_on": "31/03/2022",
            "units": [unit.pk],
            "head": head.person_id,
        },
    )
    inspection = Inspection.objects.get()
    one = reverse("oversight:inspection", args=[inspection.pk])
    client.post(f"{one}dieu-da-thay/", {"unit": unit.pk, "kind": "strength", "text": "Chuẩn bị kỹ"})
    client.post(f"{one}khac-phuc/", {"unit": unit.pk, "description": "Gửi tài liệu sớm", "due_on": "20/03/2022"})
    paper = SimpleUploadedFile("ke-hoach.pdf", files.PDF)
    client.post(f"{one}tai-lieu/", {"title": "Kế hoạch", "file": paper, "classified": "no"})
    secret = client.post(f"{one}tai-lieu/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "classified": "yes"})
    client.post(f"{one}ket-luan/", {"conclusion": "Đạt yêu cầu", "seen": "1"})

    page = client.get(one).content.decode()
    listed = client.get(reverse("oversight:programme", args=[2022])).content.decode()
    file = client.get(reverse("oversight:document_file", args=[inspection.documents.get().pk]))

    assert all(words in page for words in ("Chuẩn bị kỹ", "Gửi tài liệu sớm", "Kế hoạch", "Đạt yêu cầu"))
    assert Task.objects.get().assignee.posts.filter(position="secretary").exists()
    assert "Tài liệu có dấu mật không được đưa vào hệ thống" in secret.content.decode()
    assert "Đã kết luận" in listed and b"%PDF" in b"".join(file.streaming_content)
    assert client_of(head, settings).get(one).status_code == 200, "the team reads its own inspection"
    stranger = actor_of(make.person(unit.ward), on=DAY)
    assert client_of(stranger, settings).get(one).status_code == 404


# Samples ------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_minutes_and_the_page_says_so(unit, settings):
    office = make.actor("office", of=unit)
    for month in (1, 2, 3, 4):
        make.meeting(unit, state="reported", day=date(2022, month, 3))
    unsigned = make.meeting(unit, state="closed", day=date(2022, 5, 3))
    words = {"first": make.Month(2022, 1), "last": make.Month(2022, 5), "size": 3, "by": office}
    at = make.at(date(2022, 5, 3), 20)

    first, second, third = (actions.draw_sample(unit.ward_id, seed=seed, at=at, **words) for seed in (7, 7, 8))
    drawn = [list(each.drawn.order_by("position").values_list("meeting", flat=True)) for each in (first, second, third)]

    assert first.population == 4 and unsigned.pk not in drawn[0]
    assert drawn[0] == drawn[1] != drawn[2]
    make.walk(unsigned, until="reported")  # what is signed later changes nothing about an older draw
    assert samples.sample_page(first).is_reproducible
    page = client_of(office, settings, on=date(2022, 5, 21)).get(reverse("oversight:sample", args=[first.pk]))
    assert "số gốc 7" in page.content.decode() and "ra đúng những biên bản này" in page.content.decode()


def test_a_sample_that_cannot_be_drawn_says_why(unit):
    make.meeting(unit, state="reported")
    words = {"seed": 1, "by": make.office(unit.ward), "at": make.at(date(2022, 4, 1))}
    march, april = make.Month(2022, 3), make.Month(2022, 4)

    with pytest.raises(TooMany) as many:
        actions.draw_sample(unit.ward_id, first=march, last=march, size=2, **words)
    with pytest.raises(NothingSigned):
        actions.draw_sample(unit.ward_id, first=april, last=april, size=1, **words)
    with pytest.raises(PeriodTurned):
        actions.draw_sample(unit.ward_id, first=april, last=march, size=1, **words)
    assert many.value.sentence == "Chỉ có 1 biên bản ký đủ trong các tháng đã chọn. Rút nhiều nhất 1."


def test_what_is_missing_in_drawn_minutes_is_recorded_once_and_not_overwritten(unit, settings):
    office = make.actor("office", of=unit)
    make.meeting(unit, state="reported")
    march = make.Month(2022, 3)
    at = make.at(date(2022, 4, 1))
    sample = actions.draw_sample(unit.ward_id, first=march, last=march, size=1, seed=1, by=office, at=at)
    drawn = sample.drawn.get()
    client = client_of(office, settings, on=date(2022, 4, 1))

    client.post(
        reverse("oversight:check", args=[drawn.pk]), {"ticked": ["roll"], "remark": "Thiếu mẫu số", "seen": "0"}
    )
    other = client.post(reverse("oversight:check", args=[drawn.pk]), {"ticked": [], "remark": "Khác", "seen": "0"})

    page = samples.sample_page(sample)
    assert (page.checked, len(page.lines[0].missing), page.lines[0].drawn.remark) == (1, 5, "Thiếu mẫu số")
    assert other.status_code == 422 and "vừa được người khác sửa" in other.content.decode()
