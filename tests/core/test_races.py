"""Two taps at the same moment make one, and neither is answered with an error."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection

from nennep.core.ids import uuid7
from nennep.core.once import once_more
from nennep.directives import actions
from nennep.directives.models import Directive
from nennep.organisation.models import Ward
from tests import make


@pytest.mark.django_db
def test_who_comes_second_finds_what_the_first_one_made():
    ward, looked = make.ward(), []

    @once_more
    def found(ward_id) -> Ward:
        there = Ward.objects.filter(pk=ward_id).first() if looked else None
        looked.append(1)
        return there or Ward.objects.create(pk=ward_id, code=ward.code, name="", party_name="", place="")

    assert found(ward.pk) == ward


@pytest.mark.django_db
def test_what_is_refused_for_another_reason_stays_refused():
    ward = make.ward()

    @once_more
    def made() -> Ward:
        return Ward.objects.create(code=ward.code, name="", party_name="", place="")

    with pytest.raises(IntegrityError):
        made()


@pytest.fixture
def truly_at_once(transactional_db):
    """Transactions for real; the tables are emptied afterwards, which only their owner may do."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture
def guards_again():
    yield
    connection.close()


@pytest.mark.usefixtures("guards_again", "truly_at_once")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_six_taps_issue_one_document():
    ward, document = make.ward(), uuid7()
    make.ward_term(ward)

    def tap(_number: int):
        words = {"kind": "KH", "subject": "Cùng mã", "dated_on": date(2022, 3, 3), "id": document}
        try:
            return actions.issue_directive(ward.pk, **words, by=make.office(ward), at=make.EVENING).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(tap, range(6)))

    assert made == {document}
    assert Directive.objects.filter(ward=ward).count() == 1
