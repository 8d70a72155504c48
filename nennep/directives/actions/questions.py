"""Questions about a document: a few, made by the ward, to help its readers see what matters."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.refusals import Refused
from nennep.directives.models import Directive, Question
from nennep.organisation.actors import Actor

MOST = 10


class TooFewChoices(Refused):
    field = "choices"
    message = _("Nhập ít nhất hai câu trả lời, mỗi dòng một câu.")


class NoRightAnswer(Refused):
    field = "answer"
    message = _("Câu trả lời đúng là số từ 1 đến %(count)s, theo thứ tự các dòng.")


class TooManyQuestions(Refused):
    message = _("Mỗi văn bản có tối đa %(most)s câu hỏi, để người đọc trả lời trong vài phút.")


@once_more
@transaction.atomic
def ask_question(
    directive: Directive,
    *,
    text: str,
    choices: Sequence[str],
    answer: int,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Question:
    """Add a question with its answers; `answer` is the right one's place from one. The same id makes one."""
    offered = [line.strip() for line in choices if line.strip()]
    existing = made_before(Question, id, directive=directive, text=text, choices=offered, answer=answer - 1)
    if existing:
        return existing
    if len(offered) < 2:
        raise TooFewChoices
    if not 1 <= answer <= len(offered):
        raise NoRightAnswer(count=len(offered))
    asked = directive.questions.filter(removed_at__isnull=True)
    if asked.count() >= MOST:
        raise TooManyQuestions(most=MOST)
    last = directive.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question.objects.create(
        id=id or uuid7(),
        ward_id=directive.ward_id,
        directive=directive,
        position=last + 1,
        text=text,
        choices=offered,
        answer=answer - 1,
    )
    audit.record("directives.question.asked", question, by=by, at=at, after=text)
    return question


@transaction.atomic
def remove_question(question: Question, *, by: Actor, at: datetime) -> None:
    """Ask a question no more; what was answered stays in its totals."""
    if question.removed_at is None:
        question.removed_at = at
        question.save(update_fields=["removed_at"])
        audit.record("directives.question.removed", question, by=by, at=at, before=question.text)
