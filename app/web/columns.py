"""How the columns of the source tables are called on forms, and what helps to fill them."""

from collections.abc import Mapping

from app.language import gettext as _


def title_of(resource: str) -> str:
    """One row of a resource, as people say it."""
    return {
        "accounts": _("account"),
        "spend": _("expected spend"),
        "departments": _("department"),
        "people": _("person"),
        "relations": _("tie"),
        "projects": _("project"),
        "participants": _("part in a project"),
        "opportunities": _("opportunity"),
        "interactions": _("contact"),
        "acquaintances": _("acquaintance of ours"),
        "coverage": _("service"),
        "users": _("user"),
        "project-types": _("project type"),
        "offerings": _("offering"),
        "vendors": _("vendor"),
    }[resource]


def plural_of(resource: str) -> str:
    """All rows of a resource, as people say it."""
    return {
        "accounts": _("Accounts"),
        "spend": _("Expected spend"),
        "departments": _("Departments"),
        "people": _("People"),
        "relations": _("Ties between them"),
        "projects": _("Projects"),
        "participants": _("Who took part in which project"),
        "opportunities": _("Opportunities"),
        "interactions": _("Contacts with us"),
        "acquaintances": _("Whom of them ours know"),
        "coverage": _("Who of ours serves the account"),
        "users": _("Our people"),
        "project-types": _("Project types"),
        "offerings": _("Offerings"),
        "vendors": _("Vendors"),
    }[resource]


def about(file: str) -> str:
    """What a row of a source file says."""
    return {
        "accounts.csv": _("A key account."),
        "users.csv": _("One of our people."),
        "vendors.csv": _("A vendor: we, or a competitor."),
        "project_types.csv": _("A kind of project."),
        "spend.csv": _("What an account expects to spend in a year; without a project type, the year's total."),
        "departments.csv": _("A department, perhaps part of another of the same account."),
        "people.csv": _("A key person; without dates they count as working there now."),
        "relations.csv": _("A tie between two key people, from the one who influences or knows."),
        "offerings.csv": _("An offering of ours, and the project types that it fits."),
        "projects.csv": _("A project of an account."),
        "participants.csv": _("A key person's part in a project."),
        "coverage.csv": _("A time in which one of our people serves an account; another time is another row."),
        "acquaintances.csv": _("One of ours knows one of theirs."),
        "assessments.csv": _("What one contributor said of a person's attitudes; at least one of them."),
        "interactions.csv": _("A dated contact and who took part in it."),
        "opportunities.csv": _("A chance to sell; one without an outcome is open."),
    }[file]


def label_of(resource: str, column: str) -> str:
    """A column, as people say it."""
    own = {
        ("coverage", "role"): _("Serves as"),
        ("people", "name"): _("Full name"),
        ("opportunities", "user_id"): _("Whose"),
    }
    return own.get((resource, column)) or labels().get(column) or column.replace("_", " ")


def help_of(resource: str, column: str) -> str | None:
    """What helps to fill a column; None: nothing need be said."""
    return _helps().get((resource, column)) or _helps().get(("", column))


def labels() -> Mapping[str, str]:
    """What columns are called on every form."""
    return {
        "account_id": _("Account"),
        "amount": _("Amount"),
        "approve": _("Can approve alone"),
        "approve_types": _("Approval only on these project types"),
        "at": _("When (UTC)"),
        "budget": _("Budget"),
        "buying_role": _("Role in the decision"),
        "channel": _("How"),
        "city_tier": _("City tier"),
        "closed_on": _("Closed on, or expected to"),
        "currency": _("Currency"),
        "department_id": _("Department"),
        "email": _("Email"),
        "ended_on": _("Ended on"),
        "fiscal_year": _("Fiscal year"),
        "from": _("From"),
        "from_person_id": _("From person"),
        "industry": _("Industry"),
        "is_us": _("This is us"),
        "kind": _("Kind of tie"),
        "manager_id": _("Reports to"),
        "name": _("Name"),
        "no_contact_from": _("No contact from"),
        "no_contact_to": _("No contact until"),
        "opened_on": _("Opened on"),
        "origin": _("Origin"),
        "outcome": _("Outcome"),
        "outsider": _("From outside: a consultant, a design institute"),
        "parent_id": _("Part of"),
        "person_id": _("Person"),
        "person_ids": _("Who of theirs was there"),
        "placeholder": _("A seat: the name is not known yet"),
        "probability": _("Probability, 0–1"),
        "project_id": _("Project"),
        "project_type_id": _("Project type"),
        "project_type_ids": _("Fits these project types"),
        "quota": _("Quota"),
        "region": _("Region"),
        "reports_to": _("Reports to"),
        "role": _("Role"),
        "stage": _("Stage"),
        "started_on": _("Starts on"),
        "strength": _("Strength, 0–1"),
        "summary": _("What it was about"),
        "team": _("Team"),
        "title": _("Title"),
        "to": _("Until"),
        "to_person_id": _("To person"),
        "user_id": _("Of ours"),
        "user_ids": _("Who of ours was there"),
        "vendor_id": _("Vendor it went to"),
        "veto": _("Can veto alone"),
        "veto_types": _("Veto only on these project types"),
        "works_from": _("Works there from"),
        "works_to": _("Works there until"),
    }


def _helps() -> Mapping[tuple[str, str], str]:
    return {
        ("people", "name"): _("Where you do not know it, say who sits there: “the director of B1, name unknown”."),
        ("people", "works_to"): _("Somebody who leaves is not deleted: give the last day."),
        ("people", "veto_types"): _("None: on all."),
        ("people", "approve_types"): _("None: on all."),
        ("participants", "veto"): _("For this project; unknown: what is said of the person holds."),
        ("participants", "approve"): _("For this project; unknown: what is said of the person holds."),
        ("relations", "from_person_id"): _("Who influences, knows, or is in conflict."),
        ("relations", "strength"): _("Leave empty what you do not know."),
        ("departments", "to"): _("A department that is dissolved is not deleted: give the last day."),
        ("spend", "project_type_id"): _("None: the total of the year."),
        ("opportunities", "origin"): _("Captured: they asked. Hatched: we brought it up."),
        ("opportunities", "outcome"): _("None: it is open."),
        ("projects", "no_contact_from"): _("Tender rules: from this day those who decide are not recommended."),
        ("interactions", "summary"): _("Business only: not family, health or gifts."),
        ("", "currency"): _("Three letters, such as CNY; if empty, that of the account."),
    }


def tie_words() -> Mapping[str, str]:
    """A tie as the one has it from whom one looks."""
    return {
        "reports_to": _("reports to"),
        "manages": _("is the superior of"),
        "influences": _("influences"),
        "influenced_by": _("is influenced by"),
        "knows": _("knows"),
        "conflicts_with": _("is in conflict with"),
    }


def choice_words() -> Mapping[str, str]:
    """The words of closed lists, as people say them."""
    return {
        **tie_words(),
        "user": _("end user"),
        "evaluator": _("evaluator"),
        "influencer": _("influencer"),
        "decision_maker": _("decision maker"),
        "approver": _("approver"),
        "procurement": _("procurement"),
        "gatekeeper": _("gatekeeper"),
        "captured": _("captured"),
        "hatched": _("hatched"),
        "won": _("won"),
        "lost": _("lost"),
        "cancelled": _("cancelled"),
        "owner": _("owner"),
        "member": _("member"),
        "rep": _("rep"),
        "manager": _("manager"),
        "analyst": _("analyst"),
        "executive": _("executive"),
        "admin": _("administrator"),
    }
