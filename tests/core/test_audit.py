"""The audit chain: whole when untouched, broken exactly where it was touched."""

import pytest

from nennep.core import audit
from nennep.core.models import AuditEvent, AuditHead
from tests import make
from tests.owner import as_owner

pytestmark = pytest.mark.django_db


def some_events():
    unit = make.branch(members=2)
    return unit.ward_id


def test_an_untouched_chain_is_whole():
    ward_id = some_events()

    assert AuditEvent.objects.filter(ward_id=ward_id).count() > 5
    assert audit.first_broken_link(ward_id) is None


@pytest.mark.parametrize("column", ["name", "by_name", "object_label"])
def test_an_edited_event_breaks_the_chain_where_it_stands(column):
    ward_id = some_events()
    with as_owner("core_auditevent"):
        AuditEvent.objects.filter(ward_id=ward_id, sequence=4).update(**{column: "khác"})

    assert audit.first_broken_link(ward_id) == 4


def test_an_edited_value_is_seen():
    ward_id = some_events()
    with as_owner("core_auditevent"):
        AuditEvent.objects.filter(ward_id=ward_id, sequence=3).update(after={"full_name": "khác"})

    assert audit.first_broken_link(ward_id) == 3


def test_a_deleted_event_is_missed():
    ward_id = some_events()
    with as_owner("core_auditevent"):
        AuditEvent.objects.filter(ward_id=ward_id, sequence=2).delete()

    assert audit.first_broken_link(ward_id) == 2


def test_a_cut_off_tail_is_missed():
    ward_id = some_events()
    last = AuditHead.objects.get(ward_id=ward_id).sequence
    with as_owner("core_auditevent"):
        AuditEvent.objects.filter(ward_id=ward_id, sequence=last).delete()

    assert audit.first_broken_link(ward_id) == last


def test_many_changes_together_make_the_same_chain_as_one_by_one():
    ward = make.ward()
    with audit.together():
        for _each in range(5):
            make.person(ward)
    make.person(ward)

    sequences = AuditEvent.objects.filter(ward_id=ward.pk).order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == [1, 2, 3, 4, 5, 6]
    assert audit.first_broken_link(ward.pk) is None


def test_a_change_that_fails_leaves_no_event():
    ward = make.ward()
    with pytest.raises(RuntimeError), audit.together():
        make.person(ward)
        raise RuntimeError

    assert not AuditEvent.objects.filter(ward_id=ward.pk).exists()
