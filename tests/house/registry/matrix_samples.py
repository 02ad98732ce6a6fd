"""A restaurant here and one in the other village; a trader of each."""

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent
from tests.stories import restaurant

from gasloop.kernel.actor import system
from gasloop.registry.actions import register_party
from gasloop.shell.actions import start_import


@parameter("site_id")
def sites(cast: Cast) -> Sample:
    return Sample(
        here=restaurant(system(), "样例一店（示例）").pk, there=restaurant(system(), "样例二店（示例）", VILLAGE).pk
    )


@parameter("party_id")
def parties(cast: Cast) -> Sample:
    here, there = (
        register_party(
            system(),
            name=f"样例商户{territory[-4:-1]}（示例）",
            kind="catering",
            territory=territory,
            no_uscc_reason="示例",
        ).pk
        for territory in (COMMUNITY, VILLAGE)
    )
    return Sample(here=here, there=there)


NEW = {"name": "样例新店（示例）", "territory": COMMUNITY}
sent("api:register_site", {**NEW, "kind": "restaurant", "address": "双堰街1号（示例）", "gas_source": "lpg_cylinder"})
sent("api:register_party", {**NEW, "kind": "catering", "no_uscc_reason": "示例"})
sent("api:close_site", {"why": "样例"})
sent("api:add_installation", {"kind": "hose"})


@parameter("run_id")
def imports(cast: Cast) -> Sample:
    """A file that the clerk brought: nobody else's business."""
    content = "名称,类别,辖区,地址\n样例三店（示例）,餐饮店,双堰社区,双堰街3号（示例）\n".encode()
    run = start_import(cast.clerk.actor, ledger="sites", filename="样例.csv", content=content)
    return Sample(here=run.pk)


sent("registry:sites-import-columns", {"column-0": "name"})
