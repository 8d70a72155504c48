"""Puts a level above the demo ward, as `nennep level` does, with an account like those of the demo: "captren"."""

import django


def put() -> None:
    """The demo ward's figures are taken directly; one more ward has a key and has not sent."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from nennep.accounts.actions import open_account
    from nennep.cli.demo import EVENING
    from nennep.cli.generate.ward import PASSWORD
    from nennep.organisation import founding
    from nennep.organisation.actors import machine
    from nennep.organisation.queries import ward_by_code
    from nennep.reports.upward import keys, trust

    on, at = EVENING.date(), EVENING
    words = {"code": "bac-tu-liem", "name": "Đảng bộ quận Bắc Từ Liêm", "full_name": "Trần Văn Tổng", "phone": ""}
    clerk = founding.found_level(**words, on=on, at=at)
    level, by = clerk.ward, machine(clerk.ward_id, on=on)
    open_account(clerk, login_name="captren", password=PASSWORD, by=by, at=at)
    founding.put_under(ward_by_code("duc-thang"), level, by=by, at=at)
    public = keys.written(Ed25519PrivateKey.generate().public_key())
    trust.enter_key(level, code="co-nhue", name="Phường Cổ Nhuế", public=public, by=by, at=at)


if __name__ == "__main__":
    django.setup()
    put()
