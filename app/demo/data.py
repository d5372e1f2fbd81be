"""The demo as a canonical import folder, dated relative to the day of loading so that it never goes stale."""

import re
from datetime import date, timedelta
from pathlib import Path

TEMPLATES = Path(__file__).parent / "data"
_DAY = re.compile(r"\{([+-]\d+)\}")
_YEAR = re.compile(r"\{year([+-]\d+)?\}")


def write_demo_folder(folder: Path, today: date) -> None:
    """Write the demo's CSV files into `folder`: `{-45}` becomes the day 45 days before `today`, `{year}` its year."""
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted(TEMPLATES.glob("*.csv")):
        text = template.read_text(encoding="utf-8")
        text = _DAY.sub(lambda match: (today + timedelta(days=int(match[1]))).isoformat(), text)
        text = _YEAR.sub(lambda match: str(today.year + int(match[1] or 0)), text)
        (folder / template.name).write_text(text, encoding="utf-8", newline="\n")
