"""人员台账, 证照台账 from Excel."""

from django.utils.translation import gettext_lazy as _

from gasloop.registry.actions.importing import CREDENTIALS, PEOPLE
from gasloop.registry.kinds import CredentialKind
from gasloop.registry.web.importers.base import PLACE_WORDS, BulkImporter, number_field
from gasloop.shell.importing import ImportField, OneOf, Place, code, day, last_day, personal, text


class PersonImporter(BulkImporter):
    """人员台账 from Excel."""

    bulk = PEOPLE
    fields = (
        number_field(_("编号"), "人员编号"),
        ImportField(
            "name", _("姓名"), text(60), required=True, aliases=("人员姓名", "从业人员", "员工姓名"), sample="王示例"
        ),
        ImportField("territory", _("辖区"), Place(), required=True, aliases=PLACE_WORDS, sample="双堰社区"),
        ImportField("job", _("岗位"), text(60), aliases=("工种", "职务", "作业项目"), sample="送气工"),
        ImportField(
            "party",
            _("所在单位"),
            text(120),
            aliases=("工作单位", "单位名称", "所属单位", "聘用单位", "企业名称"),
            note=_("已登记单位的名称、编号或统一社会信用代码。"),
        ),
        ImportField(
            "id_number",
            _("身份证号"),
            personal(code(18)),
            aliases=("身份证号码", "公民身份号码", "身份证"),
            note=_("加密保存；打了星号的不改动已登记的。"),
        ),
        ImportField("phone", _("电话"), personal(text(40)), aliases=("联系电话", "手机", "手机号", "联系方式")),
    )


class CredentialImporter(BulkImporter):
    """证照台账 from Excel."""

    bulk = CREDENTIALS
    fields = (
        number_field(_("编号"), "证照编号"),
        ImportField(
            "holder",
            _("持证者"),
            text(120),
            required=True,
            aliases=("持证单位", "持证人", "单位名称", "企业名称", "姓名", "持证单位(人)"),
            note=_("已登记单位、对象或人员的名称或编号；人员证书填人员。"),
            sample="群力燃气有限公司（示例）",
        ),
        ImportField("territory", _("辖区"), Place(), aliases=PLACE_WORDS, note=_("有同名持证者时用来区分。")),
        ImportField(
            "kind",
            _("类别"),
            OneOf(CredentialKind),
            required=True,
            aliases=("证照名称", "证照类别", "证书名称", "证件类型", "许可证名称", "类型"),
            sample="燃气经营许可证",
        ),
        ImportField(
            "document_no",
            _("证号"),
            code(60),
            required=True,
            aliases=("证书编号", "证照编号", "许可证编号", "证件号码", "许可证号"),
        ),
        ImportField("issuer", _("发证机关"), text(120), aliases=("发证单位", "发证部门", "审批机关")),
        ImportField("valid_from", _("有效期起"), day(), aliases=("发证日期", "有效期自", "起始日期")),
        ImportField(
            "valid_to", _("有效期止"), last_day(), aliases=("有效期至", "到期日期", "有效期", "截止日期", "有效期限")
        ),
        ImportField("allows", _("许可范围"), text(200), aliases=("经营范围", "许可项目", "作业项目")),
    )
