import pytest

from skillcity.reference.engine.classification import Repairs, classification, split_aliases, split_tasks


def row(level, code, name, definition="", tasks="", alias=""):
    return {"level": str(level), "code": code, "name": name, "definition": definition, "tasks": tasks, "alias": alias}


TREE = [
    row(1, "6-00-00-00", "生产制造人员"),
    row(2, "6-18-00-00", "机械加工人员"),
    row(3, "6-18-02-00", "热加工人员"),
    row(4, "6-18-02-04", "焊工", "焊接金属的人员。", "1.设定参数 2.焊接", "焊工,氩弧焊工"),
]


def test_groups_lose_their_padding_and_occupations_keep_their_texts():
    found = classification(TREE, Repairs())
    assert list(found) == ["6", "6-18", "6-18-02", "6-18-02-04"]
    assert found["6-18-02-04"].tasks == ("设定参数", "焊接")
    assert found["6-18-02-04"].aliases == ("氩弧焊工",)


def test_a_row_that_stands_twice_counts_once():
    assert len(classification([*TREE, TREE[-1]], Repairs())) == 4


def test_a_code_with_two_names_is_a_fault():
    with pytest.raises(ValueError, match="6-18-02-04 is called 焊工 and 钎焊工"):
        classification([*TREE, row(4, "6-18-02-04", "钎焊工")], Repairs())


def test_a_group_without_a_name_takes_that_of_its_only_member():
    found = classification([row(4, "7-03-00-00", "义务兵")], Repairs())
    assert {code: entry.name for code, entry in found.items()} == dict.fromkeys(
        ["7", "7-03", "7-03-00", "7-03-00-00"], "义务兵"
    )


def test_a_group_with_two_members_needs_a_name():
    with pytest.raises(ValueError, match="6-18-03 has 2 members"):
        classification([*TREE, row(4, "6-18-03-01", "镀层工"), row(4, "6-18-03-02", "涂装工")], Repairs())


def test_every_kind_of_repair_does_what_it_says():
    table = [
        *TREE,
        row(4, "6-18-09-00", "小类人员"),
        row(4, "6-18-09-01", "旧名工", "旧文", "1.旧", "别名"),
        row(4, "6-18-09-02", "太新工"),
        row(4, "6-18-04-01", "模具工S"),
    ]
    repairs = Repairs(
        groups={"6-18-04": "模具人员"},
        occupations={"6-18-04-02": "新工"},
        renamed={"6-18-09-03": "新名工"},
        renumbered={"6-18-09-01": "6-18-09-03"},
        relevelled={"6-18-09-00": 3},
        dropped=frozenset({"6-18-09-02"}),
        without_text=frozenset({"6-18-09-03"}),
        marks={"6-18-04-02": "L", "6-18-02-04": "S"},
    )
    found = classification(table, repairs)
    assert found["6-18-09"].name == "小类人员"
    assert found["6-18-09-03"].name == "新名工"
    assert found["6-18-09-03"].definition == ""
    assert found["6-18-09-03"].tasks == found["6-18-09-03"].aliases == ()
    assert "6-18-09-02" not in found
    assert str(found["6-18-04-01"].mark) == "S"
    assert str(found["6-18-04-02"].mark) == "L"
    assert str(found["6-18-02-04"].mark) == "S"
    assert found["6-18-04"].name == "模具人员"


@pytest.mark.parametrize(
    "repairs",
    [
        Repairs(dropped=frozenset({"6-18-77-01"})),
        Repairs(renumbered={"6-18-77-01": "6-18-77-00"}),
        Repairs(renamed={"6-18-77-01": "无"}),
        Repairs(occupations={"6-18-02-04": "焊工"}),
        Repairs(marks={"6-18-77-01": "S"}),
    ],
)
def test_a_repair_that_meets_nothing_is_reported(repairs):
    with pytest.raises(ValueError, match="repairs without a row"):
        classification(TREE, repairs)


def test_tasks_are_split_at_the_next_number_only():
    assert split_tasks("1.按 3.5 毫米切割；2.检查 10.2 处 3.收尾。") == ("按 3.5 毫米切割", "检查 10.2 处", "收尾")
    assert split_tasks("没有编号的任务") == ("没有编号的任务",)
    assert split_tasks(" ") == ()
    assert split_tasks("1.") == ()


def test_aliases_stand_once_without_the_name_and_its_mark():
    assert split_aliases("炼钢工S,炉前 工, 炉前 工,炼钢工,", "炼钢工") == ("炉前 工",)
