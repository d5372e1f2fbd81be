"""Procurement contracts of seven municipalities of Kosovo, 2010 to 2019, as a canonical folder.

The buyer is the account, a contract the project, its supplier the vendor. Every contract keeps its row, also one that
lacks what a project needs: refusing it, with the reason, is the loader's task.
"""

import hashlib
import re
from pathlib import Path

from tests.real_data import read_table, write_table

Contract = dict[str, str]

# What clerks wrote into the column of the supplier where there was none: "not signed", "cancelled", "has a contract".
_NO_SUPPLIER = re.compile(r"n/a|anuluar|ka kontrate|nuk eshte nenshkru.*", re.IGNORECASE)


def account_id(contract: Contract) -> str:
    """Which account is the buyer?"""
    return "-".join(contract["buyer"].lower().split())


def project_id(contract: Contract) -> str:
    """Which project is the contract?

    A procurement number is missing in 44 rows and stands on up to 80 contracts of one year (lots, and copying), so the
    id goes on with a digest of all that the row says. It depends neither on the order nor on the number of rows.
    """
    digest = hashlib.sha256("\n".join(contract.values()).encode()).hexdigest()[:12]
    return f"{account_id(contract)}-{contract['file_year']}-{contract['procurement_no'] or 'unnumbered'}-{digest}"


def project_type_name(contract: Contract) -> str:
    """What kind of project is the contract? Empty where nothing tells.

    The first four words of the title in lower case, without words of digits and of one letter; where that leaves
    nothing, the division of the Common Procurement Vocabulary.
    """
    words = [word for word in re.findall(r"\w+", contract["title"].lower()) if not word.isdigit() and len(word) > 1]
    if words:
        return " ".join(words[:4])
    return f"CPV division {contract['cpv_division']}" if contract["cpv_division"] else ""


def project_type_id(name: str) -> str:
    """Which project type has that name?"""
    return "-".join(name.lower().split())


def vendor_name(contract: Contract) -> str:
    """Who got the contract? Empty where the register names nobody; spelling variants stay apart, as registered."""
    supplier = contract["supplier"].strip()
    return "" if _NO_SUPPLIER.fullmatch(supplier.lower().replace("ë", "e")) else supplier


def write_canonical_folder(source: Path, target: Path) -> None:
    """Write buyers, project types, suppliers and contracts; projects.csv has the contracts' rows in their order."""
    contracts = read_table(source / "contracts.csv")

    target.mkdir(parents=True, exist_ok=True)
    write_table(
        target / "accounts.csv",
        ("id", "name", "currency"),
        sorted({(account_id(contract), contract["buyer"], "EUR") for contract in contracts}),
    )
    write_table(target / "people.csv", ("id", "account_id", "name"), [])
    write_table(
        target / "project_types.csv",
        ("id", "name"),
        [(project_type_id(name), name) for name in sorted({project_type_name(c) for c in contracts} - {""})],
    )
    # The register has no number for a supplier: the name is the id.
    write_table(
        target / "vendors.csv",
        ("id", "name", "is_us"),
        [(name, name, "false") for name in sorted({vendor_name(c) for c in contracts} - {""})],
    )
    write_table(
        target / "projects.csv",
        ("id", "account_id", "project_type_id", "name", "started_on", "budget", "currency", "vendor_id"),
        [
            (
                project_id(contract),
                account_id(contract),
                project_type_id(project_type_name(contract)),
                contract["title"],
                contract["signed"],
                contract["price"],
                "EUR" if contract["price"] else "",
                vendor_name(contract),
            )
            for contract in contracts
        ],
    )
