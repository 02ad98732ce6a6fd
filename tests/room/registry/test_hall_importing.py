"""The town hall from Excel: villages and grids, offices, posts and who holds them; each row as its verb does it."""

from collections.abc import Mapping, Sequence

import pytest
from tests.cast import COMMUNITY, TOWN, Cast
from tests.room.shell.office_sheets import SHEETS, as_xlsx

from gasloop.access.actions import create_post
from gasloop.access.actions.withdrawing import withdraw_post
from gasloop.access.actors import actor_of
from gasloop.access.models import Account, Office, Post, Territory
from gasloop.access.roles import Role
from gasloop.evidence.models import Entry
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.importing.whole import Brought, bring_file
from gasloop.shell.mounted import importer_of

Rows = Sequence[Mapping[str, object]]
GRID = {"office": "双堰社区居委会", "title": "网格员", "role": "网格员", "territory": "双堰社区"}


@pytest.fixture(autouse=True)
def keys_apart(own_keys: None) -> None:
    """Nothing here is encrypted, but the ledger's machine may ask."""


def brought(cast: Cast, ledger: str, rows: Rows, *, who: str = "admin", dry_run: bool = False) -> Brought:
    importer = importer_of(ledger)
    assert importer is not None
    content = as_xlsx(importer, rows)
    return bring_file(cast.actor(who), ledger=ledger, content=content, filename="a.xlsx", dry_run=dry_run)


def test_a_grid_lies_in_a_village_of_the_same_file(cast: Cast) -> None:
    assert brought(cast, "divisions", SHEETS["divisions"]).create == 3
    assert Territory.objects.get(name="一组网格（示例）").path == f"{TOWN}x01/w01/"
    assert Entry.objects.filter(act="access.territory_added", actor__name="吴磊").count() == 3


def test_looking_at_a_file_registers_nothing(cast: Cast) -> None:
    before = (Territory.objects.count(), Office.objects.count(), Post.objects.count(), Entry.objects.count())
    for ledger in ("divisions", "offices", "posts"):
        assert brought(cast, ledger, SHEETS[ledger], dry_run=True).create == len(SHEETS[ledger])
    assert before == (
        Territory.objects.count(), Office.objects.count(), Post.objects.count(), Entry.objects.count()
    )  # fmt: skip


def test_a_bad_row_stops_no_other(cast: Cast) -> None:
    rows = [
        {"name": "应急办", "level": "镇级单位", "territory": "群力镇"},
        {"name": "应急办", "level": "区级部门", "territory": "群力镇"},
        {"name": "新办（示例）", "level": "镇级单位", "territory": "群力镇"},
        {"name": "", "level": "镇级单位", "territory": "群力镇"},
    ]
    found = brought(cast, "offices", rows)
    assert (found.same, found.create, found.refused, found.written) == (1, 1, 2, False)
    assert [(p["row"], p["column"]) for p in found.problems] == [(7, "单位层级"), (9, "科室名称")]
    assert not Office.objects.filter(name="新办（示例）").exists()


def test_five_grid_officers_are_five_rows(cast: Cast) -> None:
    assert brought(cast, "posts", [GRID, GRID]).create == 2
    held = [{**GRID, "holder": "王芳"}, {**GRID, "holder": "赵军"}, GRID]
    again = brought(cast, "posts", held)
    # Hers she has, he takes one of the empty ones, and one is left as it was.
    assert (again.same, again.change, again.create) == (2, 1, 0)
    assert Post.objects.filter(account=cast.far_grid.account, territory=COMMUNITY, valid_to=None).count() == 1


def test_whose_name_two_people_share_is_told_by_the_user_name(cast: Cast) -> None:
    Account.objects.filter(username="market").update(name="王芳")
    unclear = brought(cast, "posts", [{**GRID, "title": "副网格员", "holder": "王芳"}])
    assert unclear.problems[0]["column"] == "姓名"
    assert brought(cast, "posts", [{**GRID, "title": "副网格员", "holder": "王芳", "username": "grid"}]).written


def test_nobody_gives_himself_a_post_by_a_file(cast: Cast) -> None:
    own = brought(cast, "posts", [{**GRID, "title": "组长", "holder": "吴磊"}])
    assert own.refused == 1
    with pytest.raises(NotFound):
        create_post(cast.clerk.actor, office=cast.offices["经发办"], title="组长", role=Role.GRID, territory=TOWN)
    # Whoever runs no accounts brings no posts: the verb refuses row by row.
    assert brought(cast, "posts", [{**GRID, "title": "组长"}], who="clerk").refused == 1


def test_what_was_never_used_is_taken_back(cast: Cast) -> None:
    brought(cast, "offices", SHEETS["offices"])
    importer = importer_of("offices")
    assert importer is not None
    made = list(Office.objects.filter(name__in=[row["name"] for row in SHEETS["offices"]]).order_by("id"))
    create_post(cast.admin.actor, office=made[0], title="队员", role=Role.INSPECTOR, territory=TOWN)
    kept = importer.take_back(cast.admin.actor, [o.pk for o in made], {}, [], "表格发错了")
    assert [each.record for each in kept] == [made[0].pk]
    made[1].refresh_from_db()
    assert made[1].valid_to is not None
    assert Entry.objects.filter(act="access.office_withdrawn").count() == 1


def test_a_post_taken_back_was_never_held(cast: Cast) -> None:
    brought(cast, "posts", [{**GRID, "title": "组长", "holder": "赵军"}])
    importer = importer_of("posts")
    assert importer is not None
    post = Post.objects.get(title="组长")
    before = len(actor_of(cast.far_grid.account).grants)
    assert importer.take_back(cast.admin.actor, [post.pk], {}, [], "表格发错了") == []
    assert len(actor_of(cast.far_grid.account).grants) == before - 1
    with pytest.raises(Refusal, match=r"access\.post\.closed"):
        withdraw_post(cast.admin.actor, post=post, why="再来一次")
