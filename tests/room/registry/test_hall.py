"""The town hall's ledgers and pages: an administrator opens accounts, sets up posts, appoints; nobody else does."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import pytest
from django.test import Client
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast

from gasloop.access.actions import add_office, add_territory, assign_post, create_account, create_post, issue_token
from gasloop.access.models import Account, ApiToken, Office, Post, Territory
from gasloop.access.roles import Role
from gasloop.kernel.actor import system
from gasloop.registry.web.listings import AccountListing, DivisionListing, OfficeListing, PostListing, TokenListing
from gasloop.shell.listing.testing import ListingTests

Browser = Callable[[str], Client]


class OfTheHall(ListingTests):
    namespace = "registry"

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return create_account(system(), username="nobody", name="无岗", must_change=False).account


def office_at(territory: str, name: str) -> Office:
    return add_office(system(), name=name, level=Office.Level.VILLAGE, territory=territory)


class TestOffices(OfTheHall):
    listing = OfficeListing
    samples: ClassVar = {"level": {"level": "village"}, "open": {"open": "1"}, "territory": {"territory": COMMUNITY}}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Office]:
        return [office_at(COMMUNITY, name) for name in ("一组", "二组", "三组")]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Office]:
        return [office_at(VILLAGE, "别组")]


class TestTokens(OfTheHall):
    listing = TokenListing
    samples: ClassVar = {
        "valid": {"valid": "1"},
        "writes": {"writes": "1"},
        "unused": {"unused": "1"},
        "used": {"used_from": "2026-01-01"},
    }

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        office = cast.offices["双堰社区居委会"]
        account = create_account(system(), username="village_admin", name="社区管理", must_change=False).account
        post = create_post(system(), office=office, title="管理员", role=Role.ADMIN, territory=COMMUNITY)
        assign_post(system(), post=post, account=account)
        return account

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[ApiToken]:
        return [issue_token(system(), account=cast.grid.account, label=label).token for label in ("甲", "乙", "丙")]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[ApiToken]:
        return [issue_token(system(), account=cast.far_grid.account, label="别村的").token]


class TestPosts(OfTheHall):
    listing = PostListing
    samples: ClassVar = {"role": {"role": "grid"}, "empty": {"empty": "1"}, "territory": {"territory": COMMUNITY}}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Post]:
        office = office_at(COMMUNITY, "一组")
        return [
            create_post(system(), office=office, title=title, role=Role.GRID, territory=COMMUNITY)
            for title in ("网格员甲", "网格员乙", "网格员丙")
        ]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Post]:
        office = office_at(VILLAGE, "别组")
        return [create_post(system(), office=office, title="网格员", role=Role.GRID, territory=VILLAGE)]


class TestDivisions(OfTheHall):
    listing = DivisionListing
    samples: ClassVar = {"kind": {"kind": "grid"}, "territory": {"territory": COMMUNITY}}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Territory]:
        parent = Territory.objects.get(path=COMMUNITY)
        return [
            add_territory(system(), code=code, name=f"第{code}网格", kind=Territory.Kind.GRID, parent=parent)
            for code in ("01", "02", "03")
        ]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Territory]:
        return [Territory.objects.get(path=VILLAGE)]


class TestAccounts(OfTheHall):
    """The reader administers one community: an account with a post beyond it is not theirs."""

    listing = AccountListing
    samples: ClassVar = {"closed": {"closed": "1"}, "never": {"never": "1"}}

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        account = create_account(system(), username="small-admin", name="社区管理员", must_change=False).account
        post = create_post(
            system(), office=office_at(COMMUNITY, "一组"), title="管理员", role=Role.ADMIN, territory=COMMUNITY
        )
        assign_post(system(), post=post, account=account)
        return account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Account]:
        fresh = [create_account(system(), username=f"fresh{n}", name=f"新人{n}").account for n in range(2)]
        return [cast.grid.account, *fresh]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Account]:
        return [cast.leader.account, cast.far_grid.account, cast.admin.account]


def test_an_account_is_opened_a_post_set_up_and_held_and_left(signed_in: Browser, cast: Cast) -> None:
    admin = signed_in("admin")
    page = admin.post("/accounts/new/", {"username": "zhouli", "name": "周丽"}).content.decode()
    account = Account.objects.get(username="zhouli")
    password = page.partition("<code>")[2].partition("</code>")[0]
    assert account.check_password(password)
    assert password not in admin.get(f"/accounts/{account.pk}/").content.decode()

    office = cast.offices["应急办"]
    wanted = {
        "office": str(office.pk),
        "title": "检查员二",
        "role": "inspector",
        "territory": TOWN,
        "lines": ["catering"],
    }
    answer = admin.post("/posts/new/", wanted)
    post = Post.objects.get(title="检查员二")
    assert (answer.headers["Location"], post.lines) == (f"/posts/{post.pk}/", ["catering"])
    admin.post(f"/posts/{post.pk}/assign/", {"account": str(account.pk), "day": "2026-11-02"})
    post.refresh_from_db()
    assert post.account == account
    assert "周丽" in admin.get(f"/offices/{office.pk}/").content.decode()
    admin.post(f"/posts/{post.pk}/end/", {"on": "2026-11-02", "why": "调离"})
    assert Post.objects.filter(title="检查员二", account__isnull=True).exists()


def test_a_division_and_an_office_are_registered_and_renamed(signed_in: Browser, cast: Cast) -> None:
    admin = signed_in("admin")
    cell = {"parent": COMMUNITY, "kind": "grid", "code": "01", "name": "第一网格"}
    assert admin.post("/divisions/new/", cell).status_code == 302
    assert "第一网格" in admin.get("/divisions/").content.decode()
    again = admin.post("/divisions/new/", cell)
    assert again.status_code == 422
    assert "这里已有代码为01的区划" in again.content.decode()
    office = {"name": "安监站", "level": "town", "territory": TOWN, "aliases": "安监、安全站"}
    assert admin.post("/offices/new/", office).status_code == 302
    made = Office.objects.get(name="安监站")
    assert made.aliases == ["安监", "安全站"]
    admin.post(f"/offices/{made.pk}/rename/", {"name": "应急站", "day": "2026-11-02"})
    made.refresh_from_db()
    assert made.successor is not None
    assert made.successor.name == "应急站"


@pytest.mark.parametrize("name", ["leader", "clerk", "auditor", "grid"])
def test_nobody_else_manages(signed_in: Browser, cast: Cast, name: str) -> None:
    browser = signed_in(name)
    office = cast.offices["双堰社区居委会"]
    for address in ("/accounts/", "/accounts/new/", "/posts/new/", "/offices/new/", "/divisions/new/"):
        assert browser.get(address).status_code == 404, address
    assert browser.get(f"/offices/{office.pk}/").status_code == 200
    assert browser.post(f"/offices/{office.pk}/rename/", {"name": "别名", "day": "2026-11-02"}).status_code == 404


def test_nobody_appoints_themselves_or_mixes_administration_with_business(signed_in: Browser, cast: Cast) -> None:
    admin = signed_in("admin")
    post = create_post(system(), office=cast.offices["应急办"], title="副主任", role=Role.HEAD, territory=TOWN)
    page = admin.get(f"/posts/{post.pk}/assign/").content.decode()
    assert f'value="{cast.admin.account.pk}"' not in page
    other = create_account(system(), username="admin2", name="管理员二", must_change=False).account
    second = create_post(system(), office=cast.offices["应急办"], title="管理员", role=Role.ADMIN, territory="")
    assign_post(system(), post=second, account=other)
    answer = admin.post(f"/posts/{post.pk}/assign/", {"account": str(other.pk), "day": "2026-11-02"})
    assert answer.status_code == 422
    assert "不能由同一账号担任" in answer.content.decode()
