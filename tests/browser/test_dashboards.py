"""The dashboards of each role; with NENNEP_DASHBOARDS=docs/images their pictures in the docs are made anew."""

import os
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
DASHBOARDS = (
    ("office", "vanphong", "/bao-cao/"),
    ("ward-secretary", "bithuphuong", "/bao-cao/xu-huong/"),
    ("charge", "phutrach7", "/bao-cao/xu-huong/"),
    ("secretary", "bithu7", "/"),
    ("member", "dangvien7", "/"),
)


@pytest.mark.parametrize(("size", "width", "height"), [("phone", 360, 780), ("desktop", 1280, 860)])
@pytest.mark.parametrize(("name", "role", "address"), DASHBOARDS)
def test_each_role_has_its_dashboard_and_its_picture_in_the_docs(
    name, role, address, size, width, height, open_as, tmp_path
):
    page = open_as(role, width=width)
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(address)
    picture = f"dashboard-{name}-{size}.png"

    page.screenshot(path=Path(os.environ.get("NENNEP_DASHBOARDS") or tmp_path) / picture)

    assert answer is not None and answer.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert f"images/{picture}" in (DOCS / "dashboards.md").read_text()
