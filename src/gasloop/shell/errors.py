"""Refusals and errors in the reader's words: what is wrong, why, and what to do now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gasloop.kernel.refusal import Refusal

PLAIN = "shell/plain.html"
# The ground floor has no catalogue of its own: its sentences are translated here.
KERNEL_SENTENCES = (gettext_noop("当前状态下不能进行这一步，可能别人刚刚已经处理过，请刷新后再看。"),)


@dataclass(frozen=True, slots=True)
class Sorry:
    """One error page: HTTP status, heading, what is wrong, the next steps, the rule behind it."""

    code: int
    title: str
    what: str
    todo: tuple[str, ...]
    basis: str = ""
    retry: bool = False


def say(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language, with its places filled."""
    return _(refusal.text).format(**refusal.params)


def sorry(request: HttpRequest, words: Sorry) -> HttpResponse:
    """The error page; for a part of a page (htmx) the same words as a message that takes the message strip's place."""
    if request.headers.get("HX-Request") and request.headers.get("HX-Request-Type") != "full":
        response = render(request, "shell/parts/sorry.html", {"sorry": words}, status=words.code)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML"
        return response
    user = getattr(request, "user", None)
    frame = "shell/base.html" if user is not None and user.is_authenticated else PLAIN
    shown = {"sorry": words, "back": _way_back(request), "frame": frame}
    return render(request, "shell/error.html", shown, status=words.code)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """409: a verb declined. The sentence, the clause that asks for it, and the way back to what was typed."""
    words = Sorry(
        code=409,
        title=_("这一步没有办成"),
        what=say(refusal),
        todo=(_("没有任何内容被改动。"), _("返回上一页，您填写的内容还在；按提示修改后再提交。")),
        basis=_(refusal.basis) if refusal.basis else "",
        retry=True,
    )
    return sorry(request, words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's keyword
    """404: not there, or out of reach; the two are told apart for nobody."""
    words = Sorry(
        code=404,
        title=_("没有找到这一页"),
        what=_("没有找到，或不在您的管辖范围内。"),
        todo=(
            _("核对网址或编号是否正确。"),
            _("如果确属您的职责范围，请联系系统管理员核对您的岗位和辖区。"),
        ),
    )
    return sorry(request, words)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's keyword
    """403."""
    words = Sorry(
        code=403,
        title=_("您的岗位不能进行这项操作"),
        what=_("当前账号没有这项权限。"),
        todo=(_("换用有权限的账号登录，或请有权限的同事办理。"),),
    )
    return sorry(request, words)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's keyword
    """400."""
    words = Sorry(
        code=400,
        title=_("请求无法识别"),
        what=_("网址或提交的内容不完整。"),
        todo=(_("返回上一页重新操作。"), _("如果是从别处复制的网址，请检查是否复制完整。")),
    )
    return sorry(request, words)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the page was open too long or cookies are off; what was typed is kept as a draft by the browser."""
    words = Sorry(
        code=403,
        title=_("页面已过期"),
        what=_("为了您的账号安全，这个页面打开太久后不能再提交。"),
        todo=(
            _("返回上一页并刷新，再提交一次；已填写的内容保存在草稿里。"),
            _("如果仍然出现，请检查浏览器是否允许本站的 Cookie。"),
        ),
        retry=True,
    )
    return sorry(request, words)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without the request, whose session or database may be what failed."""
    words = Sorry(
        code=500,
        title=_("系统出错了"),
        what=_("这是系统的问题，不是您操作的问题。已经保存的内容不受影响。"),
        todo=(_("过一会儿再试一次。"), _("如果仍然出现，请把出错的时间告诉系统管理员。")),
        retry=True,
    )
    html = render_to_string("shell/error.html", {"sorry": words, "back": _way_back(request), "frame": PLAIN})
    return HttpResponse(html, status=500)


def _way_back(request: HttpRequest) -> str:
    """The page the reader came from, if it is one of ours; otherwise the start page."""
    came_from: str = request.META.get("HTTP_REFERER", "")
    try:
        own = f"{request.scheme}://{request.get_host()}/"
    except Exception:  # noqa: BLE001 - a refused host name must not fail the page that says so
        return "/"
    return came_from if came_from.startswith(own) else "/"
