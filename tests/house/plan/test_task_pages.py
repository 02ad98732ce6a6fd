"""General duties on their pages: chosen from the paper, reported on with proof, a year told in a paper."""

import re
from collections.abc import Callable, Sequence
from html import unescape
from io import BytesIO
from typing import ClassVar
from typing import cast as cast_to

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from docx import Document
from tests.cast import COMMUNITY, Cast
from tests.room.plan2.papers import in_force
from tests.room.plan2.test_tasks import FUNDS, SOFT, taken

from gasloop.access.models import Account
from gasloop.kernel.actor import system
from gasloop.plan.actions import import_plan, take_up_tasks
from gasloop.plan.models import PlanDocument, Task, TaskRound
from gasloop.plan.proposing import proposals
from gasloop.plan.web.task_listing import TaskListing
from gasloop.shell.listing.testing import ListingTests

SignIn = Callable[[str], Client]
HANS = re.compile(r"[\u4e00-\u9fff]")
ELSEWHERE = "50/500152/500152999/"


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    return in_force(cast.actor("clerk"), SOFT)


@pytest.fixture
def tasks(plan: PlanDocument) -> list[Task]:
    return take_up_tasks(system(), document_id=plan.pk, taken=[taken(each) for each in proposals(plan)])


def task_of(tasks: Sequence[Task], words: str) -> Task:
    return next(task for task in tasks if words in task.words)


def html_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_chosen_from_the_paper_with_an_owner_where_it_names_none(signed_in: SignIn, plan: PlanDocument) -> None:
    clerk, address = signed_in("clerk"), reverse("plan:take-up", args=[plan.pk])
    page = html_of(clerk, address)
    study = next(each for each in proposals(plan) if "定期研究" in each.words)
    assert f'name="owner_{study.key}"' in page
    answer = clerk.post(address, {"take": [study.key], f"owner_{study.key}": "没有这个单位"})
    assert answer.status_code == 422
    assert "没有这个单位" in answer.content.decode()
    answer = clerk.post(address, {"take": [study.key], f"owner_{study.key}": "群力镇人民政府"})
    assert answer.status_code == 302
    assert str(Task.objects.get().owner_office) == "群力镇人民政府"
    assert "已列入" in html_of(clerk, address)
    assert signed_in("officer").get(address).status_code == 404


def test_reported_on_with_proof_and_finished(signed_in: SignIn, cast: Cast, tasks: list[Task]) -> None:
    leader = signed_in("leader")
    task = task_of(tasks, "每个月要调度")
    turn = task.rounds.get()
    assert leader.get(reverse("plan:round", args=[turn.pk])).headers["Location"].startswith(f"/tasks/{task.pk}/")
    finish = reverse("plan:round-finish", args=[turn.pk])
    refused = leader.post(finish, {"text": "11月已调度"})
    assert refused.status_code == 422
    assert "请附上佐证材料" in refused.content.decode()
    assert "11月已调度" in refused.content.decode()
    file = SimpleUploadedFile("会议记录.txt", "记录".encode(), content_type="text/plain")
    assert leader.post(finish, {"text": "11月已调度", "proof": file}).status_code == 302
    page = html_of(leader, reverse("plan:task", args=[task.pk]))
    assert "会议记录.txt" in page
    assert "已落实" in page
    shown = task.notes.get().files[0]
    kept = leader.get(reverse("plan:task-file", args=[task.pk, shown]))
    assert b"".join(cast_to(StreamingHttpResponse, kept)) == "记录".encode()
    assert leader.get(reverse("plan:task-file", args=[task.pk, "0" * 64])).status_code == 404
    officer = signed_in("officer")
    assert "只填写进展" not in html_of(officer, reverse("plan:task", args=[task.pk]))


def test_what_the_paper_leaves_open_is_visible_everywhere(signed_in: SignIn, tasks: list[Task]) -> None:
    clerk = signed_in("clerk")
    task = task_of(tasks, FUNDS)
    assert "未写明期限" in html_of(clerk, reverse("plan:task", args=[task.pk]))
    page = html_of(clerk, reverse("plan:tasks") + "?unstated=1")
    assert FUNDS.rstrip("。") in page
    assert "每个月要调度" not in page


def test_a_year_in_a_paper(signed_in: SignIn, cast: Cast, tasks: list[Task]) -> None:
    clerk = signed_in("clerk")
    task = task_of(tasks, FUNDS)
    clerk.post(reverse("plan:task-note", args=[task.pk]), {"text": "报了一个项目"})
    page = html_of(clerk, reverse("plan:statements"))
    assert "经发办" in page
    address = reverse("plan:statement-paper", args=[cast.offices["经发办"].pk, 2026])
    answer = clerk.get(address)
    text = "\n".join(p.text for p in Document(BytesIO(b"".join(answer))).paragraphs)
    assert "11月2日（陈敏）：报了一个项目" in text
    assert "方案未写明期限" in text
    assert clerk.get(reverse("plan:statement-paper", args=[cast.offices["经发办"].pk, 2020])).status_code == 404


def test_pages_speak_english(signed_in: SignIn, tasks: list[Task], plan: PlanDocument) -> None:
    clerk = signed_in("clerk")
    task = task_of(tasks, "每个月要调度")
    quoted = {task.words, plan.title, "每个月", str(task.owner_office), str(task.owner_post), "陈敏"}
    for address in (reverse("plan:task", args=[task.pk]), reverse("plan:statements")):
        page = html_of(clerk, address, **{"Accept-Language": "en"})
        assert "佐证材料" not in page
        assert "应办期数" not in page
    assert quoted


class TestTasks(ListingTests):
    """General duties."""

    listing, namespace = TaskListing, "plan"
    samples: ClassVar[dict[str, dict[str, str]]] = {
        "state": {"state": "open"},
        "late": {"late": "1"},
        "unstated": {"unstated": "1"},
        "unowned": {"unowned": "1"},
        "often": {"often": "monthly"},
        "territory": {"territory": COMMUNITY},
    }

    @pytest.fixture
    def rows(self, plan: PlanDocument, tasks: list[Task], cast: Cast) -> Sequence[Task]:
        self.samples["plan"] = {"plan": str(plan.pk)}
        self.samples["office"] = {"office": str(cast.offices["经发办"].pk)}
        self.samples["clause"] = {"clause": tasks[0].ref}
        assert TaskRound.objects.count() == len(tasks)
        return tasks

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Task]:
        theirs = import_plan(system(), content=SOFT.encode(), filename="plan.txt", territory=ELSEWHERE)
        return take_up_tasks(system(), document_id=theirs.pk, taken=[taken(proposals(theirs)[-1])])

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
