"""What every register asks of a text, a choice, a day, a place; each says in words what is wrong and where."""

from collections.abc import Callable, Collection
from datetime import date

from gasloop.access.models import Territory
from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal, sentence

PHONE_MARKS = frozenset("0123456789 -+()（）转")


def name_of(text: str) -> str:
    """A name, blanks made single."""
    name = " ".join(text.split())
    if not name:
        raise Refusal("registry.name.missing", sentence("请填写名称，按营业执照或招牌填写。"), field="name")
    return short(name, "name", 120)


def address_of(text: str) -> str:
    """An address that somebody can find."""
    address = " ".join(text.split())
    if not address:
        raise Refusal(
            "registry.address.missing",
            sentence("请填写地址，写到门牌号或能找到的位置（如“双堰社区正街35号”）。"),
            field="address",
        )
    return short(address, "address", 200)


def short(text: str, name: str, most: int) -> str:
    """A text of at most `most` characters."""
    text = text.strip()
    if len(text) > most:
        raise Refusal(
            "registry.text.long",
            sentence("这一项写了{length}个字，最多{most}个字，请缩短。"),
            field=name,
            params={"length": len(text), "most": most},
        )
    return text


def at_most(name: str, most: int) -> Callable[[str], str]:
    """`short` for one field."""
    return lambda text: short(text, name, most)


def phone_of(text: str) -> str:
    """A telephone number, empty allowed."""
    phone = text.strip()
    if phone and (set(phone) - PHONE_MARKS or not 7 <= sum(c.isdigit() for c in phone) <= 20):
        raise Refusal(
            "registry.phone.shape",
            sentence("电话“{phone}”不像电话号码，请填数字，可带区号。"),
            field="phone",
            params={"phone": phone},
        )
    return phone


def choice(value: str, allowed: Collection[str], name: str) -> None:
    """One of the values there are."""
    if value not in allowed:
        raise Refusal(
            "registry.choice.unknown",
            sentence("“{value}”不在可选范围内，请重新选择。"),
            field=name,
            params={"value": value},
        )


def territory_of(path: str, known: Collection[str] | None = None) -> str:
    """A division that is registered; `known` are the paths where the caller has read them all (bulk verbs)."""
    if path not in known if known is not None else not Territory.objects.filter(path=path).exists():
        raise Refusal(
            "registry.territory.unknown",
            sentence("没有登记过辖区“{path}”。请从列表中选择村、社区或网格。"),
            field="territory",
            params={"path": path},
        )
    return path


def wanted(text: str, name: str, most: int) -> str:
    """A text that has to be there."""
    if not text.strip():
        raise Refusal("registry.text.missing", sentence("这一项必须填写。"), field=name)
    return short(text, name, most)


def in_order(first: date | None, last: date | None, name: str) -> None:
    """The last day is not before the first."""
    if first and last and last < first:
        raise Refusal("registry.day.order", sentence("结束日期早于开始日期，请核对。"), field=name)


def reason(why: str) -> str:
    """Why something is done; it stays in the log."""
    if not why.strip():
        raise Refusal("registry.why.missing", sentence("请写明原因，它会留在登记里。"), field="why")
    return why.strip()


def past(on: date | None, name: str = "on") -> date:
    """A day that has come; today if none is given."""
    day = on or clock.today()
    if day > clock.today():
        raise Refusal("registry.day.future", sentence("日期晚于今天，请在事情发生后再登记。"), field=name)
    return day
