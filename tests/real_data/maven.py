"""The pipeline of a hardware seller (Maven Analytics, 2016 to 2017), as a canonical folder.

A product is the project type that somebody buys, a regional office the team. Every opportunity keeps its row, also one
without an account or with a misspelt product: refusing it, with the reason, is the loader's task.
"""

from collections.abc import Mapping
from pathlib import Path

from tests.real_data import read_table, write_table

Deal = dict[str, str]
OUTCOMES = {"Won": "won", "Lost": "lost"}


def id_of(name: str) -> str:
    """The id of what has this name."""
    return "-".join(name.lower().split())


def pipeline(source: Path) -> list[Deal]:
    """What are the opportunities?"""
    return read_table(source / "sales_pipeline.csv")


def write_canonical_folder(source: Path, target: Path, products: Mapping[str, str] | None = None) -> None:
    """Write it; `products` are spellings to be mended. opportunities.csv has the rows in their order."""
    mended = products or {}
    teams = read_table(source / "sales_teams.csv")
    managers = {row["manager"]: row["regional_office"] for row in teams}
    target.mkdir(parents=True, exist_ok=True)
    write_table(
        target / "accounts.csv",
        ("id", "name", "industry", "region", "currency"),
        [
            (id_of(row["account"]), row["account"], row["sector"], row["office_location"], "USD")
            for row in read_table(source / "accounts.csv")
        ],
    )
    write_table(target / "people.csv", ("id", "account_id", "name"), [])
    write_table(
        target / "users.csv",
        ("id", "name", "role", "team", "manager_id"),
        [
            *((id_of(name), name, "manager", office, "") for name, office in managers.items()),
            *(
                (id_of(row["sales_agent"]), row["sales_agent"], "rep", row["regional_office"], id_of(row["manager"]))
                for row in teams
            ),
        ],
    )
    write_table(
        target / "project_types.csv",
        ("id", "name"),
        [(id_of(row["product"]), row["product"]) for row in read_table(source / "products.csv")],
    )
    write_table(
        target / "opportunities.csv",
        (
            "id", "account_id", "name", "user_id", "amount", "project_type_id", "stage", "opened_on", "closed_on",
            "outcome",
        ),
        [
            (
                deal["opportunity_id"],
                id_of(deal["account"]),
                f"{deal['product']} {deal['opportunity_id']}",
                id_of(deal["sales_agent"]),
                deal["close_value"],
                id_of(mended.get(deal["product"], deal["product"])),
                deal["deal_stage"],
                deal["engage_date"],
                deal["close_date"],
                OUTCOMES.get(deal["deal_stage"], ""),
            )
            for deal in pipeline(source)
        ],
    )  # fmt: skip
