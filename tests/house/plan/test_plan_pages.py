"""The plan room's pages: upload, correct, confirm, send, receive, object, compare; and who sees 404."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from tests.cast import Cast
from tests.room.plan2.papers import ALARMS, CORRECTED, HOSES, PAPER, draft, in_force

from gasloop.evidence import attachments
from gasloop.kernel.actor import system
from gasloop.plan.actions import send_extracts
from gasloop.plan.models import ClauseOffice, Extract, Objection, PlanDocument, PlanDraft

SignIn = Callable[[str], Client]
HANS = re.compile(r"[\u4e00-\u9fff]")


def upload(text: str = PAPER, name: str = "方案.txt") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def html_of(client: Client, address: str) -> str:
    """A page that opens."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


@pytest.fixture
def clerk(signed_in: SignIn, cast: Cast) -> Client:
    return signed_in("clerk")


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    return in_force(cast.actor("clerk"))


@pytest.fixture
def extracts(cast: Cast, plan: PlanDocument) -> dict[str, Extract]:
    return {each.office.name: each for each in send_extracts(cast.actor("clerk"), document_id=plan.pk)}


def test_from_upload_to_the_plan_in_force(clerk: Client) -> None:
    answer = clerk.post(reverse("plan:imports"), {"file": upload()})
    begun = PlanDraft.objects.get()
    assert answer.headers["Location"] == reverse("plan:draft", args=[begun.pk])
    page = html_of(clerk, answer.headers["Location"])
    assert page.index("（经发办、派出所）") < page.index(f'id="c-{ALARMS}"') or f'id="c-{HOSES}"' in page
    assert "没有写明责任单位。" in page
    assert "即群力派出所" in page
    assert str(begun) in html_of(clerk, reverse("plan:imports"))
    form = {"kind": "item", "name_0": "应急办", "role_0": "lead", "chief_0": "on"}
    answer = clerk.post(reverse("plan:draft-clause", args=[begun.pk, HOSES]), form)
    assert answer.status_code == 302
    page = html_of(clerk, reverse("plan:draft", args=[begun.pk]))
    assert "已更正；识别结果是" in page
    assert "已更正1处" in page
    answer = clerk.post(reverse("plan:draft-confirm", args=[begun.pk]))
    document = PlanDocument.objects.get()
    assert answer.headers["Location"] == reverse("oversight:plan-document", args=[document.pk])
    assert [o.named for o in ClauseOffice.objects.filter(clause__ref=HOSES)] == ["应急办"]
    with attachments.open(document.original_sha256) as stored:
        assert stored.read() == PAPER.encode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.4", "方案.pdf", "这是 PDF 文件"),
        (b"\xd0\xcf\x11\xe0", "方案.doc", "旧版 Word"),
        ("关于召开会议的通知\n请准时参加。".encode(), "通知.txt", "这份文件不是整治方案"),
        (b"", "空.txt", "文件是空的"),
    ],
)
def test_a_wrong_file_is_answered_beside_the_field(clerk: Client, content: bytes, name: str, words: str) -> None:
    answer = clerk.post(reverse("plan:imports"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert words in page
    assert 'href="#id_file"' in page


def test_nothing_chosen_is_answered(clerk: Client) -> None:
    answer = clerk.post(reverse("plan:imports"), {})
    assert answer.status_code == 422
    assert "请选择方案文件" in answer.content.decode()


def test_an_unknown_office_keeps_what_was_typed(clerk: Client, cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    page = html_of(clerk, reverse("plan:draft", args=[begun.pk]))
    names = dict(re.findall(r'name="(name_\d+)" value="([^"]*)"', page))
    at = {name: key.removeprefix("name_") for key, name in names.items()}
    sent = {**names, f"match_{at['经发办']}": "没有这个办", f"match_{at['派出所']}": "应急办"}
    answer = clerk.post(reverse("plan:draft-offices", args=[begun.pk]), sent)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert 'value="没有这个办"' in page
    assert "登记单位里没有“没有这个办”" in page
    sent[f"match_{at['经发办']}"] = "经发办"
    assert clerk.post(reverse("plan:draft-offices", args=[begun.pk]), sent).status_code == 302
    begun.refresh_from_db()
    assert begun.corrections["matches"]["派出所"] == str(cast.offices["应急办"].pk)
    assert "经发办" not in begun.corrections["matches"]


def test_backwards_dates_keep_what_was_typed(clerk: Client, cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    sent = {"start_0": "2027-01-01", "end_0": "2026-01-01", "start_1": "2027-01-01", "end_1": "2027-06-30"}
    answer = clerk.post(reverse("plan:draft-phases", args=[begun.pk]), sent)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "开始日期晚于结束日期" in page
    assert 'name="end_0" value="2026-01-01"' in page
    sent["end_0"] = "2027-03-31"
    assert clerk.post(reverse("plan:draft-phases", args=[begun.pk]), sent).status_code == 302


def test_the_corrected_paper_shows_what_changes_before_it_is_confirmed(clerk: Client, cast: Cast) -> None:
    in_force(cast.actor("clerk"))
    again = draft(cast.actor("clerk"), CORRECTED)
    page = html_of(clerk, reverse("plan:draft", args=[again.pk]))
    assert "与现行的一份相比" in page
    assert "责令立即更换并登记" in page
    assert "三(一)¶1" in page
    assert "确认，取代现行的一份" in page


def test_another_paper_says_that_one_is_in_force(clerk: Client, cast: Cast) -> None:
    in_force(cast.actor("clerk"))
    other = draft(cast.actor("clerk"), PAPER.replace("8号", "9号"))
    assert "本辖区已有施行中的方案" in html_of(clerk, reverse("plan:draft", args=[other.pk]))


def test_a_draft_given_up_is_listed_as_such(clerk: Client, cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    assert clerk.post(reverse("plan:draft-discard", args=[begun.pk])).status_code == 302
    page = html_of(clerk, reverse("plan:imports"))
    assert "已放弃" in page
    assert clerk.post(reverse("plan:draft-confirm", args=[begun.pk])).status_code == 409
    assert clerk.get(reverse("plan:draft-clause", args=[begun.pk, HOSES])).status_code == 404


@pytest.mark.parametrize("name", ["leader", "officer", "grid", "market", "auditor", "admin"])
def test_whoever_may_not_import_sees_nothing_of_it(signed_in: SignIn, cast: Cast, name: str) -> None:
    begun = draft(cast.actor("clerk"))
    browser = signed_in(name)
    for url in ("plan:draft", "plan:draft-original"):
        assert browser.get(reverse(url, args=[begun.pk])).status_code == 404
    assert browser.get(reverse("plan:imports")).status_code == 404
    for url in ("plan:draft-confirm", "plan:draft-discard", "plan:draft-offices", "plan:draft-phases"):
        assert browser.post(reverse(url, args=[begun.pk])).status_code == 404


def test_a_draft_of_another_town_is_not_there(clerk: Client) -> None:
    theirs = draft(system(), territory="50/500152/500152999/")
    assert clerk.get(reverse("plan:draft", args=[theirs.pk])).status_code == 404


def test_the_list_shows_its_problems_and_every_number_leads_to_rows(clerk: Client, plan: PlanDocument) -> None:
    page = html_of(clerk, reverse("plan:responsibility"))
    for words in ("1条没有责任单位", "1个单位没有人在岗", "1个泛指的名称", "群力派出所", "渡头村委会（示例）"):
        assert words in page
    for address in set(re.findall(r'href="(/responsibility/clauses/\?[^"]+)"', page)):
        rows = html_of(clerk, address)
        assert "<tbody" in rows, address


def test_a_grid_officer_reads_the_list_but_may_not_send(signed_in: SignIn, cast: Cast, plan: PlanDocument) -> None:
    browser = signed_in("grid")
    assert "发送摘录" not in html_of(browser, reverse("plan:responsibility"))
    assert browser.post(reverse("plan:send", args=[plan.pk])).status_code == 404
    assert signed_in("admin").get(reverse("plan:responsibility")).status_code == 404


def test_without_a_plan_the_page_says_what_to_do(signed_in: SignIn, cast: Cast) -> None:
    assert "还没有导入方案" in html_of(signed_in("clerk"), reverse("plan:responsibility"))
    assert "请内勤或科室负责人" in html_of(signed_in("grid"), reverse("plan:responsibility"))


def test_sent_received_and_objected_to(signed_in: SignIn, clerk: Client, cast: Cast, plan: PlanDocument) -> None:
    answer = clerk.post(reverse("plan:send", args=[plan.pk]))
    assert answer.headers["Location"] == reverse("plan:extracts")
    assert clerk.post(reverse("plan:send", args=[plan.pk])).status_code == 409
    mine = Extract.objects.get(office__name="市场监管所")
    market = signed_in("market")
    assert str(mine.pk) in html_of(market, "/")
    answer = market.post(reverse("plan:extract-object", args=[mine.pk]), {f"reason_{ALARMS}": ""})
    assert answer.status_code == 422
    assert "写明理由" in answer.content.decode()
    answer = market.post(reverse("plan:extract-object", args=[mine.pk]), {f"reason_{ALARMS}": "由应急办负责"})
    assert answer.status_code == 302
    raised = Objection.objects.get()
    assert "由应急办负责" in html_of(clerk, reverse("plan:responsibility"))
    address = reverse("plan:objection", args=[raised.pk])
    assert signed_in("officer").get(address).status_code == 404
    sent = {"accepted": "yes", "instead": "没有这个办", "answer": "改派"}
    answer = clerk.post(address, sent)
    assert answer.status_code == 422
    assert 'value="没有这个办"' in unescape(answer.content.decode())
    assert clerk.post(address, {**sent, "instead": "派出所"}).status_code == 302
    named = ClauseOffice.objects.filter(clause__document=plan, clause__ref=ALARMS)
    assert {each.office for each in named} == {cast.offices["应急办"], cast.offices["群力派出所"]}
    assert "改派" in html_of(market, reverse("plan:extract", args=[mine.pk]))


def test_a_village_sees_its_own_extract_alone(signed_in: SignIn, extracts: dict[str, Extract]) -> None:
    grid = signed_in("grid")
    mine, other, town = (extracts[name].pk for name in ("双堰社区居委会", "渡头村委会（示例）", "应急办"))
    assert grid.get(reverse("plan:extract", args=[mine])).status_code == 200
    for pk in (other, town):
        assert grid.get(reverse("plan:extract", args=[pk])).status_code == 404
        assert grid.post(reverse("plan:extract-receive", args=[pk])).status_code == 404
    assert grid.post(reverse("plan:extract-receive", args=[mine])).status_code == 302
    assert "王芳" in html_of(grid, reverse("plan:extract", args=[mine]))


def test_a_receipt_on_paper_asks_who_signed(clerk: Client, extracts: dict[str, Extract]) -> None:
    address = reverse("plan:extract-receive", args=[extracts["群力派出所"].pk])
    answer = clerk.post(address, {"signed_by": ""})
    assert answer.status_code == 422
    assert "在纸质件上签字的人" in answer.content.decode()
    assert clerk.post(address, {"signed_by": "老黄（示例）"}).status_code == 302


def test_the_extract_is_a_word_file_before_and_after_it_was_sent(
    clerk: Client, cast: Cast, plan: PlanDocument, extracts: dict[str, Extract]
) -> None:
    office = cast.offices["应急办"]
    for address in (
        reverse("plan:office-paper", args=[plan.pk, office.pk]),
        reverse("plan:extract-paper", args=[extracts["应急办"].pk]),
    ):
        answer = clerk.get(address)
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a FileResponse
        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
        assert "回执" in text
        assert "要责令限期改正" in text


def test_a_clause_nobody_owns_is_assigned(signed_in: SignIn, clerk: Client, plan: PlanDocument) -> None:
    clause = plan.clauses.get(ref="三(一)¶1")
    address = reverse("plan:clause-offices", args=[clause.pk])
    assert address in html_of(clerk, reverse("plan:responsibility"))
    assert signed_in("market").get(address).status_code == 404
    sent = {"name_0": "派出所", "role_0": "lead", "why": ""}
    answer = clerk.post(address, sent)
    assert answer.status_code == 422
    assert 'value="派出所"' in answer.content.decode()
    assert clerk.post(address, {**sent, "why": "会议议定"}).status_code == 302
    assert clause.offices.get().office is not None


def test_two_plans_compared_and_an_upload_is_not_kept(clerk: Client, cast: Cast, plan: PlanDocument) -> None:
    in_force(cast.actor("clerk"), CORRECTED.replace("8号", "9号"))
    old, new = (str(each.pk) for each in PlanDocument.objects.order_by("received_at", "doc_no"))
    page = html_of(clerk, f"{reverse('plan:compare')}?old={old}&new={new}")
    assert "删去" in page
    before = PlanDraft.objects.count()
    softer = PAPER.replace("要责令限期改正", "鼓励改正")
    answer = clerk.post(reverse("plan:compare"), {"old": old, "new": "", "new_file": upload(softer)})
    assert answer.status_code == 200
    assert "弱化" in answer.content.decode()
    assert PlanDraft.objects.count() == before


def test_what_cannot_be_compared_is_answered_in_words(clerk: Client, plan: PlanDocument) -> None:
    for sent in ({"old": str(plan.pk), "new": ""}, {"old": "¿", "new": str(plan.pk)}):
        answer = clerk.post(reverse("plan:compare"), sent)
        assert answer.status_code == 422
        assert "请选择一份方案" in answer.content.decode()
    pdf = SimpleUploadedFile("方案.pdf", b"%PDF-1.4")
    answer = clerk.post(reverse("plan:compare"), {"old": str(plan.pk), "new_file": pdf})
    assert "这是 PDF 文件" in answer.content.decode()


def test_the_pages_speak_english(signed_in: SignIn, cast: Cast, extracts: dict[str, Extract]) -> None:
    """What is Chinese there is the paper's (`lang="zh-Hans"`) or a name from the register."""
    clerk = signed_in("clerk")
    clerk.cookies["gasloop_language"] = "en"
    begun = draft(cast.actor("clerk"), PAPER.replace("8号", "9号"))
    for address in (
        reverse("plan:imports"),
        reverse("plan:draft", args=[begun.pk]),
        reverse("plan:responsibility"),
        reverse("plan:extract", args=[extracts["应急办"].pk]),
        reverse("plan:compare"),
    ):
        page = html_of(clerk, address)
        labels = re.findall(
            r"<(?:h1|h2|h3|button|th|summary|label)[^>]*>(.*?)</(?:h1|h2|h3|button|th|summary|label)>", page, re.DOTALL
        )
        own = [
            re.sub(r"<[^>]+>", "", label) for label in labels if 'lang="zh-Hans"' not in label and "<a " not in label
        ]
        known = ("示例镇", "应急办", "周", "陈", "中文")
        assert [label for label in own if HANS.search(label) and not any(name in label for name in known)] == []
