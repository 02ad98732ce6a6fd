"""Divisions."""

from gasloop.access.acts import TERRITORY_ADDED
from gasloop.access.authority import require_cover
from gasloop.access.models import Territory
from gasloop.access.wording import short
from gasloop.evidence.actions import append
from gasloop.kernel import territory as paths
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import verb

LONGEST_PATH = 120


@verb
def add_territory(
    actor: Actor, *, code: str, name: str, kind: Territory.Kind, parent: Territory | None = None
) -> Territory:
    """A division below `parent` (None: a top one). Refusal when the code is taken there or no code."""
    above = parent.path if parent else paths.ROOT
    require_cover(actor, above, None)
    code, name = short(code, "code", 20), short(name, "name", 60)
    if not name:
        raise Refusal("access.territory.name", sentence("请填写名称。"), field="name")
    if not code.isascii() or not code.isalnum():
        raise Refusal("access.territory.code", sentence("区划代码只能由数字和字母组成。"), field="code")
    path = paths.child(above, code)
    if len(path) > LONGEST_PATH:
        raise Refusal("access.territory.deep", sentence("层级太深，请登记在上一级之下。"), field="parent")
    if Territory.objects.filter(path=path).exists():
        raise Refusal(
            "access.territory.taken", sentence("这里已有代码为{code}的区划。"), field="code", params={"code": code}
        )
    division = Territory.objects.create(code=code, name=name, kind=kind, path=path)
    append(actor, act=TERRITORY_ADDED, record=division, body={"code": code, "name": division.name, "path": path})
    return division
