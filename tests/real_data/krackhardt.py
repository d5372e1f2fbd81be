"""Krackhardt's 21 managers as a canonical folder.

Source: D. Krackhardt, "Cognitive social structures", Social Networks 9 (1987), 104-134. Nobody has a name there, and
no attitudes were asked: nothing of that is made up here.
"""

from pathlib import Path

from tests.real_data import read_table, write_table

ACCOUNT = "krackhardt-1987"
OFFICE = "0"
"""The department number of the chief executive's own office."""


def person_id(manager: str) -> str:
    """Which person is the manager of that number?"""
    return f"manager-{manager}"


def department_id(number: str) -> str:
    """Which department has that number?"""
    return f"department-{number}"


def write_canonical_folder(source: Path, target: Path) -> None:
    """Write the firm, its departments and managers, who influences whom, and who knows whom.

    A manager who asks another for advice is influenced by the one asked; somebody named as a friend is known to the one
    who names him, which need not be mutual.
    """
    managers = read_table(source / "managers.csv")
    superiors = {line["from_id"]: line["to_id"] for line in read_table(source / "reports_to.csv")}
    advice = read_table(source / "advice.csv")
    friendship = read_table(source / "friendship.csv")

    target.mkdir(parents=True, exist_ok=True)
    write_table(target / "accounts.csv", ("id", "name"), [(ACCOUNT, "Krackhardt's firm (1987)")])
    write_table(
        target / "departments.csv",
        ("id", "account_id", "name"),
        [
            (department_id(number), ACCOUNT, "Office of the CEO" if number == OFFICE else f"Department {number}")
            for number in sorted({manager["dept"] for manager in managers})
        ],
    )
    write_table(
        target / "people.csv",
        ("id", "account_id", "name", "department_id", "title", "reports_to"),
        [
            (
                person_id(manager["manager_id"]),
                ACCOUNT,
                f"Manager {manager['manager_id']}",
                department_id(manager["dept"]),
                manager["level_label"],
                person_id(superiors[manager["manager_id"]]) if manager["manager_id"] in superiors else "",
            )
            for manager in managers
        ],
    )
    influences = [(person_id(line["to_id"]), person_id(line["from_id"]), "influences") for line in advice]
    knows = [(person_id(line["from_id"]), person_id(line["to_id"]), "knows") for line in friendship]
    write_table(target / "relations.csv", ("from_person_id", "to_person_id", "kind"), influences + knows)
