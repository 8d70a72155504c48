"""The monthly briefing: its pack made part by part, words beside figures, the conference, minutes, files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, responses
from nennep.core.answers import attempt, attempt_or_conflict, done, put, sent, status_of
from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.organisation.queries import branches
from nennep.oversight.inspections import people_for_teams
from nennep.reports import access, actions
from nennep.reports.briefings import pages, papers
from nennep.reports.forms import (
    BriefingMonthForm,
    CourseForm,
    DecisionForm,
    OpenBriefingForm,
    PresentForm,
    SectionWordsForm,
)
from nennep.reports.year_report import signer_on

PAPER = {"docx": render_docx, "pdf": render_pdf}


@open_to("reports.ward")
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every briefing, and beginning the one about a month."""
    access.require_ward(request.actor)
    today, ward_id = clock.today(), request.actor.ward_id
    form = BriefingMonthForm(sent(request), months=pages.months_to_brief(today))
    made: list[Any] = []
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(
        form, lambda words: made.append(actions.begin_briefing(ward_id, **words, on=today, by=by, at=at))
    ):
        return redirect("reports:briefing", made[0].pk)
    page = Paginator(pages.briefings_of(ward_id), 30).get_page(request.GET.get("trang"))
    context = {"form": form, "page": page, "lines": pages.briefing_lines(list(page.object_list))}
    return render(request, "reports/briefings.html", context, status=status_of(form))


@open_to("reports.briefing_read")
@require_GET
def read(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """What a briefing told and concluded, for those who sat there."""
    briefing = access.get_held_briefing(request.actor, held_id)
    others = access.briefings_heard_by(request.actor).exclude(pk=briefing.pk).only("month")[:12]
    context = {"briefing": briefing, "held": pages.held_briefing(briefing), "others": others}
    return render(request, "reports/briefing_read.html", context)


@open_to("reports.briefing")
@require_GET
def show(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """The pack, the conference, the minutes."""
    return show_briefing(request, access.get_briefing(request.actor, briefing_id))


def show_briefing(request: HttpRequest, briefing: Any, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page with whatever form has something to mend; figures stand beside those of today."""
    ward = request.user.person.ward
    actions.refresh(ward.pk, until=clock.today())
    page = pages.briefing_page(briefing, ward, compare=True)
    context = {
        "briefing": briefing,
        "page": page,
        "words": [(each, _words_form(each.section, forms)) for each in page.sections],
        "roll": PresentForm(people=[]),
        "course": CourseForm(initial={"course": briefing.course, "seen": briefing.revision}),
        "decision": DecisionForm(units=branches(ward.pk, clock.today()), initial={"to": "secretary"}),
        "today": clock.today(),
        "may_sign": request.actor.person_id in {briefing.chair_id, briefing.minute_taker_id},
        **{name: form for name, form in forms.items() if name != "words"},
        "forms": list(forms.values()),
    }
    return render(request, "reports/briefing.html", context, status=max(status, status_of(*forms.values())))


def _words_form(section: Any, forms: dict[str, Any]) -> SectionWordsForm:
    """The box of a section: the one that was sent, where it has something to mend."""
    form = forms.get("words")
    if form is not None and form.prefix_key == section.key:
        return form  # type: ignore[no-any-return]
    return SectionWordsForm(initial={"words": section.words, "seen": section.revision}, auto_id=f"{section.key}-%s")


@open_to("reports.briefing")
@require_POST
def compose(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Make the pack: a part at a time where the page can show how far it is, else all at once."""
    briefing = access.get_briefing(request.actor, briefing_id)
    ward, at = request.user.person.ward, clock.now()
    form = StepForm(request.POST)
    actions.refresh(ward.pk, until=clock.today())
    if not attempt(form, lambda _words: _compose(request, briefing, ward, at)):
        return show_briefing(request, briefing, step=form)
    if not request.htmx:
        return done(request, _("Đã lập bộ tài liệu."), "reports:briefing", briefing.pk)
    page = pages.briefing_page(briefing, ward, compare=False)
    return render(request, "reports/_making.html", {"briefing": briefing, "page": page})


def _compose(request: HttpRequest, briefing: Any, ward: Any, at: datetime) -> None:
    """Take the figures anew; then every part at once, or, where the page asks for it part by part, the next one."""
    if "tiep" not in request.POST:
        actions.renew_pack(briefing, on=clock.today(), by=request.actor, at=at)
        briefing.refresh_from_db()
    with translation.override("vi"):
        if not request.htmx:
            actions.compose_pack(briefing, ward, at=at)
        elif "tiep" in request.POST:
            actions.compose_next(briefing, ward, at=at)


@open_to("reports.briefing")
@require_POST
def words(request: HttpRequest, briefing_id: UUID, key: str) -> HttpResponse:
    """Keep the office's words of one section; the box saves by itself."""
    briefing = access.get_briefing(request.actor, briefing_id)
    section = access.get_section(briefing, key)
    form = SectionWordsForm(request.POST, auto_id=f"{key}-%s")
    form.prefix_key = key  # type: ignore[attr-defined]
    by, at = request.actor, clock.now()
    kept: list[Any] = []
    outcome = attempt_or_conflict(form, lambda given: kept.append(actions.write_words(section, **given, by=by, at=at)))
    if outcome is True:
        if request.htmx:
            return HttpResponse(status=204, headers={"NN-Seen": str(kept[0].revision)})
        return done(request, _("Đã lưu."), f"{reverse('reports:briefing', args=[briefing.pk])}#{key}")
    current = outcome.current.words if outcome else ""
    if outcome:
        put(form, outcome)
    if request.htmx:
        context = {"form": form, "current": current}
        return render(request, "reports/_refused.html", context, status=409 if outcome else 422)
    return show_briefing(request, briefing, words=form, status=409 if outcome else 422)


@open_to("reports.briefing")
@require_GET
def download(request: HttpRequest, briefing_id: UUID, format: str) -> HttpResponse:
    """The pack as Word, PDF or slides; its words are Vietnamese in every language of the interface."""
    briefing = access.get_briefing(request.actor, briefing_id)
    ward = request.user.person.ward
    name = f"giao-ban-{briefing.month:%Y-%m}.{format}"
    with translation.override("vi"):
        if format == "pptx":
            return responses.download(papers.slides(briefing, ward), name)
        if format not in PAPER:
            raise NotFound
        signer, is_deputy = signer_on(ward, briefing.figures_on)
        document = papers.pack_document(briefing, ward, signer=signer, is_deputy=is_deputy)
        return responses.download(PAPER[format](document), name)


# The conference -----------------------------------------------------------------------------------


@open_to("reports.briefing")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Begin the conference: when, where, who chairs, who writes."""
    briefing = access.get_briefing(request.actor, briefing_id)
    people = people_for_teams(request.actor.ward_id, clock.today())
    now = timezone.localtime(clock.now())
    initial = {"day": now.date(), "time": now.time(), "place": _("Hội trường Ủy ban nhân dân phường")}
    form = OpenBriefingForm(sent(request), people=people, initial=initial)
    if request.method == "POST" and attempt(form, lambda words: _open(request, briefing, **words)):
        return done(request, _("Đã lập danh sách dự hội nghị."), _at(briefing, "hoi-nghi"))
    context = {"briefing": briefing, "form": form, "today": clock.today()}
    return render(request, "reports/briefing_open.html", context, status=status_of(form))


def _open(request: HttpRequest, briefing: Any, *, day: Any, time: Any, **words: Any) -> None:
    starts_at = timezone.make_aware(datetime.combine(day, time))
    actions.open_briefing(briefing, starts_at=starts_at, **words, by=request.actor, at=clock.now())


@open_to("reports.briefing")
@require_POST
def roll(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Write who came."""
    briefing = access.get_briefing(request.actor, briefing_id)
    form = PresentForm(request.POST, people=[seat.person_id for seat in briefing.seats.all()])
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.call_the_roll(briefing, words["present"], by=by, at=at)):
        return done(request, _("Đã ghi điểm danh."), _at(briefing, "hoi-nghi"))
    return show_briefing(request, briefing, roll=form)


@open_to("reports.briefing")
@require_POST
def course(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Keep what was said; the box saves by itself."""
    briefing = access.get_briefing(request.actor, briefing_id)
    form = CourseForm(request.POST)
    by, at = request.actor, clock.now()
    kept: list[Any] = []
    outcome = attempt_or_conflict(
        form, lambda given: kept.append(actions.write_course(briefing, **given, by=by, at=at))
    )
    if outcome is True:
        if request.htmx:
            return HttpResponse(status=204, headers={"NN-Seen": str(kept[0].revision)})
        return done(request, _("Đã lưu diễn biến."), _at(briefing, "hoi-nghi"))
    current = outcome.current.course if outcome else ""
    if outcome:
        put(form, outcome)
    if request.htmx:
        context = {"form": form, "current": current}
        return render(request, "reports/_refused.html", context, status=409 if outcome else 422)
    return show_briefing(request, briefing, course=form, status=409 if outcome else 422)


@open_to("reports.briefing")
@require_POST
def decide(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Record a remedy: a task with a person and a day."""
    briefing = access.get_briefing(request.actor, briefing_id)
    form = DecisionForm(request.POST, units=branches(request.actor.ward_id, clock.today()))
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.decide(briefing, **words, by=by, at=at)):
        return done(request, _("Đã giao việc."), _at(briefing, "ket-luan"))
    return show_briefing(request, briefing, decision=form)


@open_to("reports.briefing")
@require_POST
def drop(request: HttpRequest, briefing_id: UUID, decision_id: UUID) -> HttpResponse:
    """Take back a remedy entered by mistake."""
    briefing = access.get_briefing(request.actor, briefing_id)
    task = access.get_decision(briefing, decision_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.drop_decision(briefing, task, by=request.actor, at=clock.now())):
        return done(request, _("Đã bỏ việc ghi nhầm."), _at(briefing, "ket-luan"))
    return show_briefing(request, briefing, step=form)


@open_to("reports.briefing")
@require_POST
def close(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Close the conference: the minutes are kept as they are now."""
    briefing = access.get_briefing(request.actor, briefing_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.close_briefing(briefing, by=request.actor, at=clock.now())):
        return done(request, _("Hội nghị đã kết thúc; biên bản chờ hai chữ ký."), "reports:briefing", briefing.pk)
    return show_briefing(request, briefing, step=form)


@open_to("reports.briefing")
@require_POST
def sign(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """Sign the minutes by the own log-in."""
    briefing = access.get_briefing(request.actor, briefing_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.sign_briefing(briefing, by=request.actor, at=clock.now())):
        return done(request, _("Đã ký biên bản giao ban."), "reports:briefing", briefing.pk)
    return show_briefing(request, briefing, step=form)


@open_to("reports.briefing")
@require_GET
def minutes(request: HttpRequest, briefing_id: UUID, format: str) -> HttpResponse:
    """The minutes of a closed briefing as Word or PDF; before that they lead back to the briefing."""
    briefing = access.get_briefing(request.actor, briefing_id)
    if format not in PAPER:
        raise NotFound
    if briefing.content is None:
        return redirect("reports:briefing", briefing.pk)
    with translation.override("vi"):
        document = papers.minutes_document(briefing, request.user.person.ward)
        return responses.download(PAPER[format](document), f"bien-ban-giao-ban-{briefing.month:%Y-%m}.{format}")


def _at(briefing: Any, place: str) -> str:
    return f"{reverse('reports:briefing', args=[briefing.pk])}#{place}"
