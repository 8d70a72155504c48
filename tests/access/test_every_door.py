"""Every address with every role, with the own branch, another branch, another ward, and nobody signed in.

`matrix.toml` says who is let in; this walk reads the addresses from the site itself, so a new one without a rule,
or a rule without a line in the matrix, fails here first.
"""

import os
import tomllib
from datetime import date
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nennep.core import outbox, uploads
from nennep.core.doors import Filed
from nennep.core.periods import Period
from nennep.core.reading import Reading
from nennep.core.rights import EVERYONE, rule_of
from nennep.directives import actions as directives
from nennep.directives.documents import sheet_sample
from nennep.meetings import actions
from nennep.organisation.imports import steps as imports
from nennep.organisation.imports.documents import sample_xlsx
from nennep.organisation.models import Unit, Ward
from nennep.oversight import actions as oversight
from nennep.planning import actions as planning
from nennep.quality import actions as quality
from nennep.quality.shipped import data_of
from nennep.recognition import actions as recognition
from nennep.recognition.actions import ratings
from nennep.reports import actions as reports
from nennep.reports import issuing
from nennep.reports.arranging import usual_pieces
from nennep.reports.models import ReceivedPackage, ReportTemplate
from nennep.reports.upward import keys, trust
from tests import files, make

MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text("utf-8"))
ROLES = ("member", "leader", "secretary", "deputy", "taker", "charge", "office", "ward", "operator", "superior")
ON_POSTGRESQL = bool(os.environ.get("NENNEP_DATABASE_URL"))
WALKING = ("member", "secretary", "office") if ON_POSTGRESQL else ROLES
"""Who may is decided by the same Python on both databases: on PostgreSQL three roles see that each address answers."""
TYPING = "office" if ON_POSTGRESQL else "secretary"
"""Who types nonsense: one on each database, over every address there is."""
NEEDS_A_RECORD = {
    "meetings:minutes",
    "meetings:minutes_file",
    "meetings:resolution_file",
    "meetings:sign",
    "meetings:sign_for",
}
CLOSED = {404}


def addresses() -> list[tuple[str, URLPattern]]:
    """Every named address of the site with its pattern."""

    def walk(resolver: URLResolver, prefix: str):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
            else:
                yield f"{prefix}{pattern.name}", pattern

    return list(walk(get_resolver(), ""))


ADDRESSES = addresses()
WITH_THING = [
    (name, rule_of(pattern.callback))
    for name, pattern in ADDRESSES
    if name not in MATRIX["everyone"]["names"]
    and any(each.endswith("_id") and each != "indicator_id" for each in pattern.pattern.converters)
]
CONTENT = {"branch_kind": "school", "meeting_kind": "regular"}
PAGES = [
    name for name, _pattern in ADDRESSES if name not in MATRIX["everyone"]["names"] and name not in dict(WITH_THING)
]


def _documents(unit: Unit, at) -> dict[str, object]:
    """A document the branch has to pass on, with a question and a conference about it, and a spreadsheet."""
    ward, by = unit.ward, make.office(unit.ward)
    directive = make.directive(ward)
    directive = directives.attach_file(directive, Filed(_sheet(unit, at), Reading()), by=by, at=at)
    make.dissemination(directive, unit, due_on=date(2022, 5, 31))
    question = directives.ask_question(directive, text="?", choices=["A", "B"], answer=1, by=by, at=at)
    make.actor("committee_member", of=unit)
    conference = directives.call_conference(
        ward.pk,
        title="Hội nghị",
        starts_at=at,
        place="Hội trường",
        audience=["committee_member"],
        directives=[directive],
        by=by,
        at=at,
    )
    return {
        "directive_id": directive.pk,
        "question_id": question.pk,
        "conference_id": conference.pk,
        "upload_id": _sheet(unit, at).pk,
    }


def _oversight(unit: Unit, meeting, at) -> dict[str, object]:
    """A sheet, a petition, an inspection with a document and a sample of minutes."""
    ward, by, visitor = unit.ward, make.office(unit.ward), make.person(unit.ward)
    visit = oversight.attend(meeting, visitor, by=by, at=at)
    oversight.send_sheet(visit, seen=0, by=by, at=at)
    petition = oversight.raise_petition(
        unit, text="Sửa ngõ", raised_in="meeting", raised_on=at.date(), meeting=meeting, by=by, at=at
    )
    inspection = oversight.plan_inspection(
        ward.pk,
        year=2022,
        kind="inspection",
        title="Kiểm tra nền nếp sinh hoạt",
        scope="Quý I",
        begins_on=date(2022, 4, 1),
        ends_on=date(2022, 4, 30),
        units=[unit],
        head=visitor,
        by=by,
        at=at,
    )
    document = oversight.add_document(inspection, title="Kế hoạch", file=_sheet(unit, at), by=by, at=at)
    month = make.Month(2022, 3)
    sample = oversight.draw_sample(ward.pk, first=month, last=month, size=1, seed=1, by=by, at=at)
    return {
        "visit_id": visit.pk,
        "petition_id": petition.pk,
        "inspection_id": inspection.pk,
        "document_id": document.pk,
        "sample_id": sample.pk,
        "drawn_id": sample.drawn.get().pk,
    }


def _briefing(unit: Unit, at) -> dict[str, object]:
    """A briefing under way, with a remedy; one a ward, so the second branch shares it."""
    ward, by, month = unit.ward, make.office(unit.ward), make.Month(2022, 3)
    reports.refresh(ward.pk)
    briefing = reports.begin_briefing(ward.pk, month, on=at.date(), by=by, at=at)
    if briefing.state == "draft":
        reports.compose_pack(briefing, ward, at=at)
        people = {"chair": make.person(ward), "minute_taker": make.person(ward)}
        reports.open_briefing(briefing, starts_at=at, place="Hội trường", **people, by=by, at=at)
    words = {"description": "Gửi biên bản đúng hạn", "due_on": date(2022, 5, 1), "to": "secretary"}
    decision = reports.decide(briefing, unit=unit, **words, by=by, at=at)[0]
    held = _held(ward, make.Month(2022, 2), at)
    return {"briefing_id": briefing.pk, "decision_id": decision.pk, "key": "good", "held_id": held.pk}


def _held(ward: Ward, month, at):
    """A briefing that is over: whoever had a seat there may read it."""
    by = make.office(ward)
    held = reports.begin_briefing(ward.pk, month, on=at.date(), by=by, at=at)
    if held.state == "draft":
        reports.compose_pack(held, ward, at=at)
        people = {"chair": make.person(ward), "minute_taker": make.person(ward)}
        held = reports.open_briefing(held, starts_at=at, place="Hội trường", **people, by=by, at=at)
        reports.call_the_roll(held, [held.seats.first().person_id], by=by, at=at)
        held = reports.write_course(held, course="Các chi bộ trao đổi.", seen=0, by=by, at=at)
        held = reports.close_briefing(held, by=by, at=at)
    return held


def _changes(unit: Unit, at) -> dict[str, object]:
    """A duty, working rules with a file, somebody in contact at home with a comment, a post."""
    by, change = make.office(unit.ward), make.organisation
    duty = change.assign_duty(
        make.member(unit), unit, year=2022, description="Việc", assigned_on=make.DAY, by=by, at=at
    )
    rules = change.adopt_working_rules(
        unit, number="01-QC/CB", issued_on=make.DAY, review_on=None, file=_sheet(unit, at), by=by, at=at
    )
    someone = make.person(unit.ward)
    contact = change.introduce_contact(someone, unit, workplace="Chi bộ cơ quan", on=make.BEGIN, by=by, at=at)
    change.comment_on_contact(
        contact,
        year=2022,
        sessions_called=2,
        sessions_attended=2,
        text="Tốt",
        signed_by=someone,
        seen=0,
        on=make.DAY,
        by=by,
        at=at,
    )
    post = unit.posts.get(position="secretary")
    keys = {"duty_id": duty.pk, "rules_id": rules.pk, "contact_id": contact.pk, "post_id": post.pk}
    return keys | {"month": "2022-03", "step": "chuyen-di"}


OF_UNITS = {"organisation:change_unit": {"step": "doi-ten"}, "organisation:take_in": {"step": "ket-nap"}}


def _sheet(unit: Unit, at):
    by = make.office(unit.ward)
    return uploads.accept_bytes(sheet_sample(), "van-ban.xlsx", ward_id=unit.ward_id, by=by, at=at)


def _import(ward: Ward, at):
    """A list of members on its way in, its rows read."""
    file, by = SimpleUploadedFile("ds.xlsx", sample_xlsx()), make.office(ward)
    made = imports.bring(file, classified=False, ward_id=ward.pk, on=make.DAY, by=by, at=at)
    return imports.read_rows(made).pk


def _award(unit: Unit, at):
    """An award to the branch."""
    words = {"kind": "ward_certificate", "merit": "Tiêu biểu", "told_by": "ảnh lễ trao"}
    return recognition.record_award(unit.ward_id, year=2022, **words, units=[unit], by=make.office(unit.ward), at=at)


def _rating(unit: Unit, at):
    """The file of a member in the rating of a year; the second branch of a ward shares the year."""
    by = make.office(unit.ward)
    year = ratings.open_rating(unit.ward_id, year=2022, by=by, at=at)
    return ratings.begin(year, unit, person=make.member(unit), form="2B", by=by, at=at)


def _issued(ward: Ward, at):
    """The ward's report of the year, issued; the second branch of a ward shares it."""
    on = at.date()
    return reports.latest_issued(ward, 2022) or issuing.issue(ward, 2022, on=on, by=make.office(ward), at=at)


def _template(ward: Ward, at):
    """A template of the ward's year report; the second branch of a ward shares it."""
    if made := ReportTemplate.objects.filter(ward=ward).first():
        return made
    by = make.office(ward)
    return reports.save_template(ward.pk, None, name="Mẫu của phường", pieces=usual_pieces(), seen=0, by=by, at=at)


def _received(ward: Ward, at) -> dict[str, object]:
    """A key that the ward, were it a level above, entered, and a package; the second branch of a ward shares both."""
    by, below = make.office(ward), f"duoi-{ward.code}"
    if made := ReceivedPackage.objects.filter(ward=ward).first():
        return {"trusted_id": made.key_id, "received_id": made.pk}
    public = Ed25519PrivateKey.generate().public_key()
    key = trust.enter_key(ward, code=below, name="Phường dưới", public=keys.written(public), by=by, at=at)
    figure = {"indicator": "attendance", "branch": None, "numerator": 1, "denominator": 2}
    about = {"id": "attendance", "title": "Dự họp", "numerator": "có mặt", "denominator": "phải dự"}
    content = {
        "software": "1",
        "reason": "",
        "branches": [],
        "indicators": [about],
        "figures": [figure],
        "findings": [],
    }
    words = {"code": below, "name": "Phường dưới", "period": "2022-Q1", "revision": 1, "sha256": "0" * 64}
    who = {"received_at": at, "received_by_name": by.name, "signature": {"key_id": key.key_id}}
    made = ReceivedPackage.objects.create(ward=ward, key=key, content=content, **words, **who)
    return {"trusted_id": key.pk, "received_id": made.pk}


def _rubric(ward: Ward, at):
    """The ward's rubric, adopted: there is one of its content, however often it is entered."""
    by = make.office(ward)
    rubric = quality.keep_rubric(ward.pk, data=data_of("thu-12-hd-2018"), by=by, at=at)
    return quality.adopt_rubric(rubric, valid_from=date(2022, 1, 1), by=by, at=at)


class World:
    """A branch with everything in it, for which each address has something to name."""

    folder: Path

    def __init__(self, ward: Ward) -> None:
        self.unit: Unit = make.branch(ward, members=4, groups=1)
        self.secretary = make.actor("secretary", of=self.unit)
        self.running = make.meeting(self.unit, day=date(2022, 4, 3))
        self.recorded = make.meeting(self.unit, state="reported", kind="thematic", day=date(2022, 3, 20))
        meeting, by, at = self.running, self.secretary, self.running.starts_at
        self.upload = uploads.accept_bytes(files.PDF, "a.pdf", ward_id=ward.pk, by=by, at=at)
        paper = actions.publish_paper(meeting, title="Bản tin", file=self.upload, by=by, at=at)
        guest = actions.add_guest(meeting, name="Khách", by=by, at=at)
        make.mark_all(meeting)
        item = meeting.agenda.get(part="discussion")
        no_officer = meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id])
        someone = no_officer.order_by("number")[0].person
        opinion = actions.record_opinion(item, text="Ý kiến", speaker=someone, by=by, at=at)
        task = actions.assign_task(meeting, description="Việc", assignee=someone, due_on=date(2022, 5, 1), by=by, at=at)
        motion = actions.put_to_vote(meeting, matter="other", text="Việc chung", by=by, at=at)
        suggestion = planning.suggest_topic(
            ward.pk, year=2022, title="Gợi ý", basis="topical", grounds="Thời sự", by=make.office(ward), at=at
        )
        planning.issue_orientation(ward.pk, year=2022, by=make.office(ward), at=at)
        topic = planning.add_topic(self.unit, year=2022, quarter=1, title="Chuyên đề", by=by, at=at)
        planning.hand_in_draft(topic, file=self.upload, by=by, at=at)
        planning.hand_in_final(topic, file=self.upload, by=by, at=at)
        founded = self.unit.change_parts.get().change
        moved = make.organisation.put_in_group(
            [make.member(self.unit)], self.unit.party_groups.get(), on=make.DAY, by=make.office(ward), at=at
        )
        self.changes = {
            "organisation:withdraw_member": {"change_id": moved[0].pk},
            "organisation:withdraw_unit": {"change_id": founded.pk},
        }
        self.ids = {
            "change_id": founded.pk,
            "meeting_id": meeting.pk,
            "item_id": item.pk,
            "paper_id": paper.pk,
            "guest_id": guest.pk,
            "opinion_id": opinion.pk,
            "task_id": task.pk,
            "motion_id": motion.pk,
            "unit_id": self.unit.pk,
            "person_id": make.member(self.unit).pk,
            "format": "pdf",
            "code": "000000",
            "key": "khong-phai-khoa",
            "suggestion_id": suggestion.pk,
            "topic_id": topic.pk,
            **_documents(self.unit, at),
            "import_id": _import(ward, at),
            **_oversight(self.unit, meeting, at),
            **_briefing(self.unit, at),
            **_changes(self.unit, at),
            "year": 2022,
            "period": Period.parse("2022-Q1"),
            "award_id": _award(self.unit, at).pk,
            "paper": "phieu",
            "rating_id": _rating(self.unit, at).pk,
            "issued_id": _issued(ward, at).pk,
            "template_id": _template(ward, at).pk,
            "rubric_id": _rubric(ward, at).pk,
            **_received(ward, at),
            "place": 1,
            "message_id": outbox.put(
                key=f"thu:{ward.pk}:{self.unit.pk}",
                ward_id=ward.pk,
                person_id=make.member(self.unit).pk,
                channel="call",
                words="Đồng chí có 1 việc.",
                at=at,
            ).pk,
        }

    def address(self, name: str) -> str:
        pattern = dict(ADDRESSES)[name].pattern
        ids = dict(self.ids)
        if name in NEEDS_A_RECORD:
            ids["meeting_id"] = self.recorded.pk
        ids |= OF_UNITS.get(name, {})
        ids |= self.changes.get(name, {})
        return reverse(name, kwargs={each: ids[each] for each in pattern.converters})

    def accounts(self) -> dict[str, object]:
        """One account a role."""
        people = {
            "member": make.member(self.unit),
            "leader": self.unit.party_groups.get().posts.get(position="group_leader").person,
            "secretary": self.unit.posts.get(position="secretary").person,
            "taker": self.running.minute_taker,
        }
        leader = make.member(self.unit)
        group = self.unit.party_groups.get()
        group.posts.filter(position="group_leader").update(person=leader)
        people["leader"] = leader
        deputy, in_charge = make.member(self.unit), make.person(self.unit.ward)
        by, at = make.office(self.unit.ward), make.at(make.BEGIN)
        give = make.organisation.appoint
        give(deputy, "deputy_secretary", unit=self.unit, valid_from=make.BEGIN, by=by, at=at)
        make.organisation.put_in_charge(in_charge, self.unit, valid_from=make.BEGIN, by=by, at=at)
        people |= {"deputy": deputy, "charge": in_charge}
        posts = {"office": "office", "ward": "ward_secretary", "operator": "operator", "superior": "superior_office"}
        for role, position in posts.items():
            people[role] = make.person(self.unit.ward)
            give(people[role], position, valid_from=make.BEGIN, by=by, at=at)
        for number, role in enumerate(("member", "leader", "deputy"), start=900):
            actions.convening.Attendance.objects.create(
                ward=self.unit.ward,
                root=self.running,
                meeting=self.running,
                person=people[role],
                number=number,
                grade="official",
                listed_as="member",
            )
            actions.convening.Invitation.objects.create(
                ward=self.unit.ward, meeting=self.running, person=people[role], sent_at=at
            )
        directives.renew_readers(self.unit.ward_id, by=by, at=self.running.starts_at)
        return {role: make.account(person) for role, person in people.items()}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two branches of one ward and one of another, built once; each request is rolled back."""
    folder = tmp_path_factory.mktemp("uploads")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(UPLOAD_ROOT=folder):
        World.folder = folder
        ward, far = make.ward(), make.ward()
        for each in (ward, far):
            make.ward_term(each)
        own, other, elsewhere = World(ward), World(ward), World(far)
        own.logins = own.accounts()
        yield own, other, elsewhere
        transaction.set_rollback(True)


@pytest.fixture
def house(worlds, settings):
    settings.UPLOAD_ROOT = World.folder
    settings.CLOCK_OFFSET_SECONDS = int((make.at(date(2022, 4, 3)) - make.timezone.now()).total_seconds())
    point = transaction.savepoint()
    yield worlds
    transaction.savepoint_rollback(point)


class Visitor(Client):
    """Somebody, or nobody, signed in once who goes from door to door."""

    only_post: set[str] = set()
    """Addresses by name where GET was answered with 405: the same for whoever knocks."""

    def __init__(self, account: object = None) -> None:
        super().__init__(raise_request_exception=False)
        if account is not None:
            self.force_login(account)  # type: ignore[arg-type]

    def knock(self, name: str, address: str) -> int:
        """GET, and where only POST opens, an empty POST; whatever it changed is taken back."""
        with transaction.atomic():
            status = 405 if name in self.only_post else self.get(address).status_code
            if status == 405:
                self.only_post.add(name)
                status = self.post(address, {}).status_code
            transaction.set_rollback(True)
        return status


def test_every_address_names_a_rule_and_every_rule_is_in_the_matrix():
    nameless = [name for name, pattern in ADDRESSES if rule_of(pattern.callback) is None]
    everyone = sorted(name for name, pattern in ADDRESSES if rule_of(pattern.callback) == EVERYONE)
    unknown = {rule for _name, rule in WITH_THING} - set(MATRIX["rules"])

    assert nameless == []
    assert set(everyone) <= set(MATRIX["everyone"]["names"])
    assert unknown == set()
    assert [name for name in PAGES if name not in MATRIX["pages"]] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", WALKING)
def test_things_of_the_own_branch_another_branch_and_another_ward(role, house):
    own, other, elsewhere = house
    visitor, wrong = Visitor(own.logins[role]), []
    for name, rule in WITH_THING:
        allowed = MATRIX["rules"][rule]
        for world, lets_in in ((own, allowed["own"]), (other, allowed["other"]), (elsewhere, [])):
            status = visitor.knock(name, world.address(name))
            is_open = status not in CLOSED
            if is_open != (role in lets_in) or status >= 500:
                where = {own: "own", other: "other", elsewhere: "elsewhere"}[world]
                wrong.append(f"{role} · {name} ({rule}) · {where}: {status}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", WALKING)
def test_pages_without_a_thing(role, house):
    own, _other, _elsewhere = house
    visitor, wrong = Visitor(own.logins[role]), []
    for name in PAGES:
        allowed = MATRIX["pages"][name]
        format = "pdf" if name.startswith(("planning:", "directives:", "quality:")) else "json"
        kwargs = {"year": 2022, "period": Period.parse("2022-Q1"), "format": format, "indicator_id": "attendance"}
        kwargs |= CONTENT | OF_UNITS.get(name, {})
        pattern = dict(ADDRESSES)[name].pattern
        address = reverse(name, kwargs={each: kwargs[each] for each in pattern.converters})
        status = visitor.knock(name, f"{address}?chi-bo={own.unit.pk}&ky=2022")
        if (status not in CLOSED) != (allowed == "all" or role in allowed) or status >= 500:
            wrong.append(f"{role} · {name}: {status}")
    assert wrong == []


@pytest.mark.django_db
def test_nobody_signed_in_sees_only_the_door(house):
    own, _other, _elsewhere = house
    nobody = Visitor()
    wrong = [name for name, _rule in WITH_THING if nobody.knock(name, own.address(name)) != 302]
    assert wrong == []


@pytest.mark.django_db
def test_a_right_ends_with_the_post(house):
    own, _other, _elsewhere = house
    deputy, name = Visitor(own.logins["deputy"]), "meetings:prepare"
    before = deputy.knock(name, own.address(name))
    own.unit.posts.filter(position="deputy_secretary").update(valid_to=date(2022, 4, 1))

    assert (before, deputy.knock(name, own.address(name))) == (200, 404)


# Nonsense -------------------------------------------------------------------------------------------

NONSENSE = [
    "", "0", "-1", "9" * 25, "1.5", "NaN", "a\x00b", "<script>alert(1)</script>", "=1+1", "’", "đ" * 3000, "[]",
    "31/02/2022", "٣", "1e9", "../../etc/passwd", "%00", "12.0", "12.1.excused.sick", "u.v.w.x", "2022-13", "25:00",
    "yes", "present", "speaker:x", "//nơi.khác", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip
NAMES = [
    "course", "description", "minute_taker", "to", "words", "tiep", "addressee", "answer", "approve", "begins_on",
    "conclusion", "ends_on", "first_month", "head", "last_day", "last_month", "phieu", "problems", "remark",
    "remarks", "seed", "team", "ticked", "verdict", "assignee", "at", "audience", "author", "basis",
    "branch_kinds", "chair", "chi-bo", "chi_bo", "chieu", "choices", "chuyen_de", "co", "code", "count",
    "dated_on", "day", "deadline", "directives", "dong", "draft_due", "due_on", "field", "goi-y", "group", "id",
    "in_favour", "issuer", "kind", "kinds", "ky", "la", "language", "linh-vuc", "loai", "loc", "meets_on",
    "method", "minutes_planned", "month", "motion", "muc", "muc-0-minutes", "muc-0-title", "muc-INITIAL_FORMS",
    "muc-TOTAL_FORMS", "nam", "name", "new", "next", "ngay", "number", "on", "other", "p", "page", "parent",
    "people", "person", "phan", "place", "plan_due_on", "planned_topic", "present", "q", "quarter", "reason",
    "received_on", "reply", "report_due_on", "role", "scanned", "seen", "size", "speaker", "state", "subject",
    "suggestion", "summary", "symbol", "tasks", "text", "thang", "theo", "thieu", "time", "title", "ton-tai",
    "buoc", "choice", "encoding-0", "header", "kind-1", "selected", "sheet", "step", "4-unit", "4-birth",
    "admitted_on", "batch", "birth", "branch_kind", "do", "duty", "elsewhere", "full_name", "groups", "into", "ngay",
    "note", "official_on", "position", "review_on", "to", "until", "valid_to", "vua", "ward",
    "merit", "told_by", "unnamed", "decided_on", "ceremony_on", "ceremony_place",
    "trang", "u", "undo", "unit", "units", "v", "valid_from", "van-ban", "way", "why",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("role", [TYPING])
def test_nonsense_in_any_field_of_any_address_is_answered_never_a_fault(role, house):
    own, _other, _elsewhere = house
    random, faults = Random(role), []
    visitor = Client(raise_request_exception=False)
    visitor.force_login(own.logins[role])
    ids = own.ids | CONTENT | {"indicator_id": "attendance"}
    for name, url_pattern in ADDRESSES:
        if name.startswith("accounts:"):
            continue  # a changed password would end the walk
        given = {each: ids[each] for each in url_pattern.pattern.converters}
        address = reverse(name, kwargs=given)
        words = {each: random.choice(NONSENSE) for each in random.sample(NAMES, 60)}
        for send in (visitor.get, visitor.post):
            with transaction.atomic():
                answer = send(address, words)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                faults.append(f"{send.__name__} {name}: {words}")
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["0", "99999", "2", "٢٠٢٢"])
def test_a_year_that_cannot_be_is_not_there(year, house):
    own, _other, _elsewhere = house
    visitor = Client()
    visitor.force_login(own.logins["office"])

    assert visitor.get(f"/bao-cao/nam/{year}/").status_code == 404
    assert visitor.get(f"/ke-hoach/chuyen-de/{year}/").status_code == 404


@pytest.mark.django_db
def test_only_sizes_that_exist_become_a_cookie_and_the_way_back_stays_at_home(house):
    answer = Client().post("/co-chu/", {"size": "’; Path=/x", "next": "//noi.khac/"})

    assert "size" not in answer.cookies
    assert answer.headers["Location"] == "/"
