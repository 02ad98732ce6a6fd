"""Search and Chinese order: columns that stay in step whatever writes the row, and indexes that find them."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from gasloop.kernel.ids import new_id
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.shell.listing.search import search_condition
from gasloop.shell.searching import grams_of, normal, sort_key_of
from tests.cast import COMMUNITY, Cast

PATHS = ("number", "name", "address")
NAMES = ("老灶火锅店", "Ｇｕｏ记 小面（重庆）", "阿明羊肉粉", "张三豆花", "章五面馆", "银行食堂")
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.text(
    st.sampled_from("老灶火锅店张三abzA19 -号Ⅱ①（）"), max_size=12
)


@pytest.fixture
def sites(cast: Cast) -> dict[str, Site]:
    """Six kitchens, by name."""
    return {
        name: register_site(
            cast.clerk.actor, name=name, kind="restaurant", territory=COMMUNITY, address=f"正街{number}号附1号"
        )
        for number, name in enumerate(NAMES, 35)
    }


def found(text: str) -> set[str]:
    return set(Site.objects.filter(search_condition(text, Site, PATHS)).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("老灶", {"老灶火锅店"}),
        ("火锅 35号", {"老灶火锅店"}),
        ("lzhgd", {"老灶火锅店"}),
        ("LZ", {"老灶火锅店"}),
        ("张", {"张三豆花"}),
        ("guo记小面", {"Ｇｕｏ记 小面（重庆）"}),
        ("(cq)", {"Ｇｕｏ记 小面（重庆）"}),
        ("yhst", {"银行食堂"}),
        ("正街39", {"章五面馆"}),
        ("灶锅", set()),
        ("100%", set()),
        ("_", set()),
        ("附1", set(NAMES)),
    ],
)
def test_words_pairs_and_initials_are_found(sites: dict[str, Site], text: str, names: set[str]) -> None:
    assert found(text) == names


def test_the_column_follows_a_guarded_update_and_a_copy(sites: dict[str, Site]) -> None:
    Site.objects.filter(pk=sites["张三豆花"].pk).update(name="李四豆花")
    assert found("lsdh") == {"李四豆花"}
    assert found("张三") == set()
    columns = ", ".join(str(f.column) for f in Site._meta.concrete_fields if not f.generated)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY registry_site ({columns}) TO STDOUT") as copy:
            rows = b"".join(copy).decode().splitlines()
        row = next(row for row in rows if "李四" in row)
        number = sites["张三豆花"].number
        with cursor.copy(f"COPY registry_site ({columns}) FROM STDIN") as copy:
            copy.write(
                row.replace(str(sites["张三豆花"].pk), str(new_id())).replace(number, "D1").replace("李四", "王五")
            )
    assert found("wwdh") == {"王五豆花"}


def test_names_stand_in_chinese_order(sites: dict[str, Site]) -> None:
    ordered = list(Site.objects.filter(pk__in=[s.pk for s in sites.values()]).order_by("sort_key"))
    assert [site.name for site in ordered] == [
        "阿明羊肉粉",
        "Ｇｕｏ记 小面（重庆）",
        "老灶火锅店",
        "银行食堂",
        "张三豆花",
        "章五面馆",
    ]
    assert [s.name for s in ordered if s.sort_key >= sort_key_of("张")] == ["张三豆花", "章五面馆"]


def test_the_search_goes_through_the_index(sites: dict[str, Site]) -> None:
    with connection.cursor() as cursor:
        # A handful of rows: any way through the table is cheap. Left is the way that a million rows would take.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    plan = Site.objects.filter(search_condition("老灶", Site, PATHS)).explain()
    assert "Bitmap Index Scan on site_search" in plan


@pytest.mark.django_db
@settings(max_examples=150)
@given(before=WORDS, word=WORDS, after=WORDS)
def test_every_text_is_found_by_every_part_of_it(before: str, word: str, after: str) -> None:
    """What Python asks of the index, PostgreSQL has put there; and both know the same normal form."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gasloop_normal(%s)", [word])
        assert cursor.fetchone()[0] == normal(word)
        text = normal(before) + normal(word) + normal(after)
        cursor.execute("SELECT gasloop_grams(%s)", ["\n" + text])
        assert set(grams_of(normal(word))) <= set(cursor.fetchone()[0])
