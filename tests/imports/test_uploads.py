"""Which files are taken."""

from io import BytesIO

import pytest
from starlette.datastructures import UploadFile

from app.errors import Invalid
from app.imports.uploads import on_disk


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("people.XLSX", "an Excel workbook; save each sheet as “CSV UTF-8”"),
        ("notes.csv", "not a file that can be loaded; the names are"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(name: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused, on_disk([UploadFile(BytesIO(b"PK"), filename=name)]):
        pass
    (error,) = refused.value.errors
    assert error.field == name
    assert error.reason.startswith(reason)
    assert "people.csv" in error.reason
