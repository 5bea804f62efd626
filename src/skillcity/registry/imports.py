"""The registry's import kinds: organisations, people, memberships, training sites, offered majors, ties."""

from __future__ import annotations

from skillcity.kernel.text import Text
from skillcity.platform.accounts.roles import OFFICERS, Role
from skillcity.platform.imports import columns
from skillcity.platform.imports.kinds import Column, Format, ImportKind
from skillcity.registry import taking
from skillcity.registry.kinds import MembershipRole, OrganisationKind, TieKind

ID_NUMBER = Column("id_number", Text("身份证号", "ID number"), columns.id_number, sample="330399199001010012")
NAME = Column("name", Text("姓名", "Name"), columns.text(64), sample="王示例")
CREDIT_CODE = Column(
    "credit_code", Text("统一社会信用代码", "Credit code"), columns.credit_code, sample="91330300MA0000007C"
)
REGION = Column("region_code", Text("行政区划代码", "Region code"), columns.region_code, sample="330302")
SINCE = Column("valid_from", Text("开始日期", "From"), columns.date, sample="2024-03-01", aliases=("since",))
UNTIL = Column("valid_to", Text("结束日期", "To"), columns.end_date, required=False, aliases=("until",))
FOR_OFFICERS = frozenset(role.value for role in OFFICERS)
FOR_BODIES = FOR_OFFICERS | {Role.COLLEGE.value, Role.ENTERPRISE.value, Role.EVALUATION_BODY.value}


def labels(kinds: type[OrganisationKind] | type[MembershipRole] | type[TieKind]) -> Format:
    """A choice of an enumeration by value, Chinese or English label."""
    words = {each.label.zh: each.value for each in kinds}
    others = {word: each.value for each in kinds for word in (each.value, each.label.en)}
    return columns.choice(words | others, main=tuple(words))


ORGANISATIONS = ImportKind(
    key="organisations",
    label=Text("机构", "Organisations"),
    about=Text("院校、企业、评价机构、银行等机构名单", "colleges, firms, evaluation bodies, banks and others"),
    columns=(
        Column("name", Text("机构名称", "Organisation"), columns.text(128), sample="示例阀门有限公司"),
        Column("kind", Text("机构类型", "Kind"), labels(OrganisationKind), sample="企业"),
        CREDIT_CODE,
        REGION,
        Column("founded_on", Text("成立日期", "Founded on"), columns.date, required=False, sample="2010-05-01"),
    ),
    take=taking.take_organisations,
    roles=FOR_OFFICERS,
)

PEOPLE = ImportKind(
    key="people",
    label=Text("人员", "People"),
    about=Text("人员基本信息；身份证号加密保存", "people; ID numbers are stored sealed"),
    columns=(
        NAME,
        ID_NUMBER,
        REGION,
        Column("phone", Text("手机号", "Phone"), columns.phone, required=False, sample="13800000000"),
    ),
    take=taking.take_people,
    roles=FOR_OFFICERS,
)

MEMBERSHIPS = ImportKind(
    key="memberships",
    label=Text("机构成员", "Memberships"),
    about=Text("人员在机构中的身份和起止日期", "who belongs to which organisation, as what, from when to when"),
    columns=(
        ID_NUMBER,
        NAME,
        CREDIT_CODE,
        Column("role", Text("身份", "Role"), labels(MembershipRole), sample="职工"),
        SINCE,
        UNTIL,
    ),
    take=taking.take_memberships,
    roles=FOR_OFFICERS,
)

SITES = ImportKind(
    key="sites",
    label=Text("实训场地", "Training sites"),
    about=Text("院校实训场地和工位数", "training sites of colleges with their workstations"),
    columns=(
        CREDIT_CODE,
        Column("name", Text("场地名称", "Site"), columns.text(128), sample="焊接实训室"),
        Column("workstations", Text("工位数", "Workstations"), columns.integer_between(0, 10_000), sample="44"),
    ),
    take=taking.take_sites,
    roles=FOR_OFFICERS | {Role.COLLEGE.value},
)

OFFERINGS = ImportKind(
    key="offerings",
    label=Text("开设专业", "Offered majors"),
    about=Text("院校开设的专业，是否工学一体化", "majors that colleges teach, and which are work-study integrated"),
    columns=(
        CREDIT_CODE,
        Column("major_code", Text("专业代码", "Major code"), columns.text(8), sample="660103"),
        Column("major_name", Text("专业名称", "Major"), columns.text(64), sample="数控技术"),
        Column("integrated", Text("工学一体化", "Integrated"), columns.yes_no, sample="是"),
        Column("since", Text("开设日期", "Since"), columns.date, sample="2015-09-01"),
    ),
    take=taking.take_offerings,
    roles=FOR_OFFICERS | {Role.COLLEGE.value},
)

TIES = ImportKind(
    key="ties",
    label=Text("合作关系", "Ties"),
    about=Text("校企合作、生态圈成员、链主", "partners of colleges, members and leaders of ecosystems"),
    columns=(
        Column(
            "from_credit_code", Text("机构信用代码", "Credit code"), columns.credit_code, sample="91330300MA0000007C"
        ),
        Column(
            "to_credit_code",
            Text("合作方信用代码", "Partner's credit code"),
            columns.credit_code,
            sample="12330300MB0000000X",
        ),
        Column("tie", Text("关系", "Tie"), labels(TieKind), sample="合作企业"),
        Column("since", Text("开始日期", "Since"), columns.date, sample="2022-01-01"),
        Column("until", Text("结束日期", "Until"), columns.end_date, required=False),
    ),
    take=taking.take_ties,
    roles=FOR_OFFICERS | {Role.COLLEGE.value},
)

KINDS = (ORGANISATIONS, PEOPLE, MEMBERSHIPS, SITES, OFFERINGS, TIES)
