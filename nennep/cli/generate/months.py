"""Two years of meetings, walked by the same actions that people use."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from nennep.cli.generate import evening
from nennep.cli.generate.directives import Cascade
from nennep.cli.generate.oversight import Watch, from_above
from nennep.cli.generate.people import content
from nennep.cli.generate.quality import Scores
from nennep.cli.generate.themes import plan_themes, topic_of
from nennep.cli.generate.ward import FIRST_DAY, Branch, GeneratedWard
from nennep.core import audit
from nennep.core.documents.blocks import Format, Heading, Listing, OfficialDocument, Paragraph
from nennep.core.documents.pdf import render_pdf
from nennep.core.models import Upload
from nennep.core.periods import Month, months_between
from nennep.core.uploads import accept_bytes
from nennep.decisions import actions as decisions
from nennep.decisions.models import Motion, TaskState
from nennep.decisions.queries import electorate
from nennep.meetings import actions
from nennep.meetings.actions import Mark
from nennep.meetings.models import AgendaItem, Attendance, Meeting, MeetingKind
from nennep.meetings.record import last_tasks
from nennep.meetings.steps import MATTER_AGENDA
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person

THEMATIC_MONTHS = {3: 12, 6: 11, 9: 13, 11: 12}
"""In which months a thematic meeting is held, and about how many days after the regular one."""
BY_GROUPS = {"2022-10", "2023-03"}
TET = {"2022-02": 7, "2023-01": 0}
"""Days by which the meetings at Tết are moved."""


def walk(made: GeneratedWard, *, until: date, say: Callable[[str], None]) -> None:
    """Plan and hold every meeting up to the morning of `until`; later ones stay planned or invited."""
    last = Month.of(until)
    cascade, watch = Cascade(made, until), Watch(made, until)
    with audit.together():
        scores = Scores(made, until)
    for month in months_between(Month.of(FIRST_DAY), last):
        if str(month) not in content("months"):
            continue
        with audit.together():
            cascade.month(month)
        Walker(made, month, until, cascade, watch, scores).walk()
        with audit.together():
            scores.decide(month.previous, only_some=month == last)
        watch.month(month)
        say(f"  tháng {month.number:02d}/{month.year}")
    with audit.together():
        cascade.run_until(until)
    watch.run_until(until)
    planned_at = evening(until - timedelta(days=2), 15)
    actions.plan_month(made.ward.pk, last.next, by=made.office, at=planned_at)
    watch.before_meetings(until)


class Walker:
    """One month of the ward."""

    def __init__(
        self, made: GeneratedWard, month: Month, until: date, cascade: Cascade, watch: Watch, scores: Scores
    ) -> None:
        self.made, self.month, self.until, self.cascade, self.watch = made, month, until, cascade, watch
        self.scores = scores
        self.random = made.random
        self.words: dict[str, Any] = content("words")
        self.this: dict[str, Any] = content("months")[str(month)]

    def walk(self) -> None:
        plan_at = evening(self.month.first - timedelta(days=6), 10)
        if self.month.number == 1:
            with audit.together():
                plan_themes(self.made, self.month.year, until=self.until)
        with audit.together():
            planned = actions.plan_month(self.made.ward.pk, self.month, by=self.made.office, at=plan_at)
            bulletin = self.bulletin(plan_at)
        by_unit = {meeting.unit_id: meeting for meeting in planned}
        self.watch.before_meetings(self.month.first)
        for branch in self.made.branches:
            with audit.together():
                self.regular(branch, by_unit[branch.unit.pk], bulletin)
            days_later = THEMATIC_MONTHS.get(self.month.number)
            if days_later:
                with audit.together():
                    self.thematic(branch, days_later, bulletin)

    def bulletin(self, at: datetime) -> Upload:
        """The month's bulletin for branch meetings, a real PDF."""
        text = f"Chủ đề tháng: {self.this['theme']}."
        pdf = render_pdf(
            OfficialDocument(
                higher_body=self.made.ward.parent_name.upper(),
                body_name="ĐẢNG ỦY PHƯỜNG ĐỨC THẮNG",
                symbol="",
                place_and_date="",
                kind="BẢN TIN SINH HOẠT CHI BỘ",
                subject=f"Tháng {self.month.number:02d} năm {self.month.year}",
                blocks=[
                    Heading(1, "Trọng tâm"),
                    Paragraph(text),
                    Heading(1, "Nhiệm vụ gợi ý cho chi bộ"),
                    Listing(self.this["direction"]),
                    Heading(1, "Kết quả, tồn tại tháng trước"),
                    Listing(self.this["review"]),
                ],
                format=Format((20, 20, 30, 20), 14, 18, 10),
            )
        )
        name = f"Bản tin sinh hoạt chi bộ tháng {self.month.number:02d}-{self.month.year}.pdf"
        return accept_bytes(pdf, name, ward_id=self.made.ward.pk, by=self.made.office, at=at)

    # One meeting -----------------------------------------------------------------------------

    def regular(self, branch: Branch, meeting: Meeting, bulletin: Upload) -> None:
        shift = TET.get(str(self.month), 0)
        if shift and timezone.localtime(meeting.starts_at).day <= 8:
            meeting = actions.reschedule_meeting(
                meeting,
                starts_at=meeting.starts_at + timedelta(days=shift),
                place=meeting.place,
                seen=meeting.revision,
                by=self.made.office,
                at=evening(self.month.first - timedelta(days=4), 11),
            )
        if branch.groups and str(self.month) in BY_GROUPS:
            secretary = self.actor(branch.secretary, branch, "secretary")
            meeting = actions.hold_by_groups(meeting, by=secretary, at=evening(self.month.first - timedelta(days=3), 9))
        self.hold(branch, meeting, bulletin)

    def thematic(self, branch: Branch, days_later: int, bulletin: Upload) -> None:
        topic = topic_of(branch, self.month.year, self.month.quarter)
        if topic is None:
            return
        rule = branch.unit.meeting_days.get(valid_to__isnull=True)
        day = self.month.day(min(rule.day + days_later, 28))
        secretary = self.actor(branch.secretary, branch, "secretary")
        meeting = actions.plan_meeting(
            branch.unit,
            kind=MeetingKind.THEMATIC,
            month=self.month,
            starts_at=evening(day, rule.at.hour, rule.at.minute),
            place=rule.place,
            planned_topic=topic,
            by=secretary,
            at=evening(self.month.first, 9),
        )
        self.hold(branch, meeting, bulletin)

    def hold(self, branch: Branch, meeting: Meeting, bulletin: Upload) -> None:
        starts = timezone.localtime(meeting.starts_at)
        if starts.date() > self.until + timedelta(days=7):
            return
        secretary = self.actor(branch.secretary, branch, "secretary")
        self.prepare(branch, meeting, bulletin, secretary, starts)
        self.invite(meeting, secretary, starts)
        if starts.date() >= self.until:
            return
        taker = Meeting.objects.get(pk=meeting.pk).minute_taker
        assert taker is not None
        self.run(branch, meeting, secretary, starts)
        self.settle(branch, meeting, secretary, taker, starts)
        self.scores.after(branch, meeting)

    def prepare(self, branch: Branch, meeting: Meeting, bulletin: Upload, by: Actor, starts: datetime) -> None:
        at = starts - timedelta(days=self.random.choice([4, 4, 5]), hours=2)
        taker = self.random.choice([p for p in branch.people if p != branch.secretary and self.able(p)])
        actions.appoint_chair_and_minute_taker(meeting, chair=branch.secretary, minute_taker=taker, by=by, at=at)
        late = self.random.random() < 0.06
        published = starts - timedelta(hours=6) if late else at + timedelta(minutes=10)
        actions.publish_paper(
            meeting,
            title=f"Bản tin sinh hoạt chi bộ tháng {self.month.number:02d}/{self.month.year}",
            file=bulletin,
            by=by,
            at=published,
        )
        if meeting.kind == MeetingKind.THEMATIC:
            actions.publish_paper(
                meeting, title=f"Dự thảo chuyên đề: {meeting.topic}", file=bulletin, by=by, at=published
            )
        if meeting.kind == MeetingKind.REGULAR:
            self.cascade.into_the_agenda(branch, meeting, by, at)
        actions.draft_resolution(meeting, seen=0, by=by, at=at, **self.draft(meeting))
        actions.mark_prepared(meeting, by=by, at=at + timedelta(minutes=20))

    def draft(self, meeting: Meeting) -> dict[str, str]:
        when = f"tháng {self.month.number:02d} năm {self.month.year}"
        if meeting.kind == MeetingKind.THEMATIC:
            return {
                "subject": f"Thực hiện chuyên đề quý {self.month.quarter} năm {self.month.year}",
                "review": f"Chi bộ đã nghiên cứu, thảo luận chuyên đề: {meeting.topic}.",
                "direction": "Mỗi đảng viên đưa nội dung chuyên đề vào bản đăng ký tu dưỡng.",
                "implementation": self.words["implementation"][1],
            }
        return {
            "subject": f"Lãnh đạo thực hiện nhiệm vụ {when}",
            "review": "\n".join(self.this["review"]),
            "direction": "\n".join(self.this["direction"]),
            "implementation": self.random.choice(self.words["implementation"]),
        }

    def invite(self, meeting: Meeting, by: Actor, starts: datetime) -> None:
        at = starts - timedelta(days=3, hours=3)
        actions.convene_meeting(meeting, by=by, at=at)
        invitations = list(meeting.invitations.select_related("person").order_by("person__name_key", "pk"))
        for invitation in self.random.sample(invitations, len(invitations) // 12):
            actions.reply_to_invitation(
                invitation,
                reply=self.random.choice(["coming", "coming", "coming", "late"]),
                wants_to_speak=self.random.random() < 0.4,
                by=self.own(invitation.person),
                at=at + timedelta(hours=self.random.randint(1, 40)),
            )
        for invitation in self.random.sample(invitations, max(1, len(invitations) // 60)):
            actions.reply_to_invitation(
                invitation,
                reply="excuse",
                reason=self.reason(),
                by=self.own(invitation.person),
                at=at + timedelta(hours=42),
            )

    def run(self, branch: Branch, meeting: Meeting, by: Actor, starts: datetime) -> None:
        actions.open_meeting(meeting, by=by, at=starts)
        parts = list(meeting.group_meetings.select_related("unit", "chair").order_by("unit__position"))
        for part in parts:
            actions.open_meeting(part, by=by, at=starts + timedelta(minutes=1))
        self.roll(branch, meeting, by, starts + timedelta(minutes=4))
        guest = None
        if branch.charge and self.random.random() < 0.85:
            guest = actions.add_guest(
                meeting,
                name=branch.charge.full_name,
                office="Đảng ủy viên phụ trách chi bộ",
                person=branch.charge,
                by=by,
                at=starts + timedelta(minutes=5),
            )
        actions.note_fees(
            meeting, text=self.random.choice(self.words["presence"]), by=by, at=starts + timedelta(minutes=6)
        )
        self.report_last_tasks(branch, meeting, by, starts)
        self.items(branch, meeting, guest, parts, by, starts)
        self.votes_and_close(branch, meeting, parts, by, starts)

    def roll(self, branch: Branch, meeting: Meeting, by: Actor, at: datetime) -> None:
        marks = []
        for line in meeting.whole_roll.order_by("number"):
            mark = self.mark(branch, line)
            if mark:
                marks.append(mark)
        actions.mark_many(meeting, marks, by=by, at=at)

    def mark(self, branch: Branch, line: Attendance) -> Mark | None:
        chair = branch.secretary is not None and line.person_id == branch.secretary.pk
        taker = line.person_id == line.root.minute_taker_id
        if chair or taker:
            return Mark(line.number, "present")
        if line.listed_as == "exempt":
            return Mark(line.number, "present") if self.random.random() < 0.08 else None
        if line.status != "unknown":
            return None
        if self.random.random() < branch.discipline:
            return Mark(line.number, "present")
        if self.random.random() < 0.07:
            return Mark(line.number, "unexcused")
        return Mark(line.number, "excused", self.reason())

    def report_last_tasks(self, branch: Branch, meeting: Meeting, by: Actor, starts: datetime) -> None:
        """Results of the tasks that are due, reported in the days before this meeting, some late, a few still open."""
        for task in last_tasks(meeting):
            if from_above(task) or task.state == TaskState.DONE or self.random.random() < 0.06:
                continue
            late = self.random.random() < 0.1
            finished = starts - timedelta(days=1) if late else evening(task.due_on - timedelta(days=1), 17)
            finished = max(finished, evening(task.assigned_on, 22))
            finished = min(finished, starts - timedelta(hours=2))
            words = self.words["reports_late" if finished.date() > task.due_on else "reports_done"]
            decisions.report_task(
                task,
                state=TaskState.DONE,
                text=self.random.choice(words),
                seen=task.revision,
                by=by,
                at=finished,
            )

    def items(
        self, branch: Branch, meeting: Meeting, guest: Any, parts: list[Meeting], by: Actor, starts: datetime
    ) -> None:
        agenda = list(meeting.agenda.order_by("position"))
        minutes = timedelta(minutes=8)
        notes = {
            "documents": self.random.choice(self.words["news"]),
            "orientation": self.random.choice(self.words["orientation"]),
            "last_month": "\n".join(self.this["review"][:2]),
            "tasks": "\n".join(self.this["direction"]),
            "presentation": _presentation(meeting),
        }
        for item in agenda:
            part = item.part
            minutes += timedelta(minutes=max(2, item.minutes_planned * 3 // 4))
            at = starts + minutes
            if item.directive_id:
                said = self.cascade.taken_up(branch, item, starts.date())
                actions.start_item(item, by=by, at=at)
                actions.change_item(item, seen=item.revision, by=by, at=at, content=said)
            if part == "agenda":
                actions.start_item(item, by=by, at=at)
                self.pass_agenda(meeting, parts, by, at)
            if part in notes:
                actions.start_item(item, by=by, at=at)
                actions.change_item(item, seen=item.revision, by=by, at=at, content=notes[part])
            if part == "discussion":
                self.discussion(branch, meeting, item, parts, by, at)
            if part == "guest" and guest:
                actions.record_opinion(
                    item, text=self.random.choice(self.words["guest"]), guest=guest, kind="guest", by=by, at=at
                )
            if part == "summary":
                actions.change_item(
                    item, seen=item.revision, by=by, at=at, conclusion=self.random.choice(self.words["conclusions"])
                )
                self.tasks(branch, meeting, by, at)

    def pass_agenda(self, meeting: Meeting, parts: list[Meeting], by: Actor, at: datetime) -> None:
        text = "Thông qua chương trình buổi sinh hoạt"
        motion = actions.put_to_vote(meeting, matter=MATTER_AGENDA, text=text, by=by, at=at)
        self.count(motion, meeting, parts, by, at + timedelta(minutes=1))

    def discussion(
        self, branch: Branch, meeting: Meeting, item: AgendaItem, parts: list[Meeting], by: Actor, at: datetime
    ) -> None:
        pool = self.words["opinions"]
        texts = pool["thematic"] if meeting.kind == MeetingKind.THEMATIC else pool.get(branch.kind, pool["default"])
        present = list(
            meeting.whole_roll.filter(status="present").select_related("person", "meeting").order_by("number")
        )
        wanted = min(len(texts), max(4, len(present) // 5) + self.random.randint(0, 3))
        speakers = self.random.sample(present, min(len(present), wanted))
        said = self.random.sample(texts, len(speakers)) if len(speakers) <= len(texts) else texts
        for line, text in zip(speakers, said, strict=False):
            at += timedelta(minutes=2)
            where = line.meeting if parts else None
            actions.record_opinion(item, text=text, speaker=line.person, meeting=where, by=by, at=at)
        if self.random.random() < 0.05:
            text = self.random.choice(self.words["reserved"])
            actions.record_opinion(item, text=text, speaker=speakers[0].person, kind="reserved", by=by, at=at)
        for kind, chance in (("praise", 0.5), ("reminder", 0.12)):
            if self.random.random() < chance:
                text = self.random.choice(self.words[kind])
                about = self.random.choice(present).person
                actions.record_opinion(item, text=text, speaker=about, kind=kind, by=by, at=at)

    def tasks(self, branch: Branch, meeting: Meeting, by: Actor, at: datetime) -> None:
        able = [p for p in branch.people if self.able(p)]
        listed = set(meeting.whole_roll.values_list("person_id", flat=True))
        able = [p for p in able if p.pk in listed]
        chosen = self.this["tasks"] if meeting.kind == MeetingKind.REGULAR else self.this["tasks"][:1]
        for task in chosen:
            text, result = task["text"], task["result"]
            if meeting.kind == MeetingKind.THEMATIC:
                text = "Tổng hợp đăng ký việc làm theo chuyên đề của đảng viên"
                result = "Đủ bản đăng ký, gửi chi ủy"
            actions.assign_task(
                meeting,
                description=text,
                assignee=self.random.choice(able),
                due_on=timezone.localdate(at) + timedelta(days=self.random.choice([14, 20, 24, 26])),
                expected_result=result,
                by=by,
                at=at,
            )

    def votes_and_close(
        self, branch: Branch, meeting: Meeting, parts: list[Meeting], by: Actor, starts: datetime
    ) -> None:
        length = self.random.choice([92, 95, 98, 100, 105, 110, 115]) + (10 if meeting.kind == "thematic" else 0)
        end = starts + timedelta(minutes=length)
        for matter, text, minutes in (
            ("resolution", "Thông qua nghị quyết của chi bộ", 12),
            ("minutes", "Thông qua biên bản buổi sinh hoạt", 4),
        ):
            at = end - timedelta(minutes=minutes)
            if matter == "minutes":
                self.scores.in_session(meeting, parts, by, at - timedelta(minutes=4))
            motion = actions.put_to_vote(meeting, matter=matter, text=text, by=by, at=at)
            self.count(motion, meeting, parts, by, at + timedelta(minutes=2))
        for part in parts:
            actions.close_meeting(part, by=by, at=end - timedelta(minutes=1))
        actions.close_meeting(meeting, by=by, at=end)

    def count(self, motion: Motion, meeting: Meeting, parts: list[Meeting], by: Actor, at: datetime) -> None:
        against = 0
        hesitates = motion.matter == "resolution" and self.random.random() < 0.07
        abstained = 1 if hesitates and self.month.year > 2022 else 0
        sub_totals = []
        rest = abstained
        for part in parts:
            lines = part.roll.values_list("grade", "listed_as", "status")
            voters = electorate((grade, footing, status == "present") for grade, footing, status in lines)
            away = min(rest, voters.present)
            rest -= away
            sub_totals.append(decisions.Part(part.unit, voters, voters.present - away, 0, away))
        actions.record_count(
            motion,
            in_favour=motion.present_count - against - abstained,
            against=against,
            abstained=abstained,
            seen=motion.revision,
            by=by,
            at=at,
            parts=sub_totals,
        )

    def settle(self, branch: Branch, meeting: Meeting, secretary: Actor, taker: Person, starts: datetime) -> None:
        """Signatures and the report: in time mostly, late here and there; the last ones still wait."""
        closed = starts + timedelta(minutes=125)
        slow = self.random.random() < 0.07
        recent = (self.until - starts.date()).days
        if self.month == Month.of(self.until) and branch is self.made.branches[5]:
            actions.sign_minutes(meeting, role="minute_taker", by=self.own(taker), at=closed)
            return
        actions.sign_minutes(
            meeting, role="minute_taker", by=self.own(taker), at=closed + timedelta(minutes=self.random.randint(5, 40))
        )
        signed = closed + timedelta(days=6 if slow and recent > 9 else 0, hours=self.random.choice([1, 14, 20, 36]))
        actions.sign_minutes(meeting, role="chair", by=secretary, at=signed)
        if self.month == Month.of(self.until) and branch is self.made.branches[12]:
            return
        reported = signed + timedelta(hours=self.random.choice([1, 3, 20]))
        if reported.date() < self.until:
            actions.report_meeting(meeting, by=secretary, at=reported)

    # People ------------------------------------------------------------------------------------

    def actor(self, person: Person | None, branch: Branch, position: str) -> Actor:
        assert person is not None
        held = frozenset({(position, branch.unit.pk), ("member", branch.unit.pk)})
        return Actor(person.ward_id, person.pk, person.full_name, self.month.first, held)

    def own(self, person: Person) -> Actor:
        return Actor(person.ward_id, person.pk, person.full_name, self.month.first)

    def reason(self) -> str:
        return self.random.choices(["sick", "on_duty", "travel", "family", "other"], [5, 3, 3, 3, 1])[0]

    def able(self, person: Person) -> bool:
        return 1948 <= (person.birth_year or 0) <= 1985


def _presentation(meeting: Meeting) -> str:
    """Who presented the theme: its author, where the plan names one."""
    author = meeting.planned_topic.author if meeting.planned_topic else None
    who = f"Đồng chí {author.full_name}" if author else "Đồng chí được phân công"
    return f"{who} trình bày chuyên đề: {meeting.topic}."
