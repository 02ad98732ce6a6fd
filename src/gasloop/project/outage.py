"""When an engine is away for a moment (restarting after a crash), say "in a moment", not "our fault"."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gasloop.shell.errors import Sorry
from gasloop.shell.errors import server_error as our_fault

RETRY_SECONDS = 3


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 handler; 503 with a time to come back where the database did not answer."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return our_fault(request)
    response = _for_programs() if request.path.startswith("/api/") else _for_people()
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _for_programs() -> HttpResponse:
    message = _("数据库正在恢复，请稍后用同一个编号重新提交；已经确认收到的内容不受影响。")
    return JsonResponse({"code": "engine.away", "message": message, "basis": None, "field": None}, status=503)


def _for_people() -> HttpResponse:
    words = Sorry(
        code=503,
        title=_("系统正在恢复"),
        what=_("数据库正在重新启动，通常只要几秒钟。已经保存的内容不受影响。"),
        todo=(_("过几秒再试一次；您填写的内容保存在草稿里。"),),
        retry=True,
    )
    return HttpResponse(
        render_to_string("shell/error.html", {"sorry": words, "back": "/", "frame": "shell/plain.html"}), status=503
    )
