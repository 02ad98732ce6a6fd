"""Lines of trade (条): the second half of scope. A post covers some of them, or all."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.TextChoices):
    """The trades that part 二 of the plan supervises, one line each."""

    SUPPLY = "supply", _("燃气经营")
    FILLING = "filling", _("气瓶充装检验")
    PRODUCT = "product", _("燃气具及配件")
    CHEMICAL = "chemical", _("危险化学品")
    PIPELINE = "pipeline", _("燃气管道")
    TRANSPORT = "transport", _("危险货物运输")
    CATERING = "catering", _("餐饮")
    PUBLIC = "public", _("学校医院等单位")
    WORKS = "works", _("工程建设")
    HOUSEHOLD = "household", _("居民用户")
