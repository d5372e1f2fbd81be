"""Is the prediction of the next project good? On the procurement of seven municipalities."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.real_data import find_data
from tests.real_data.kosovo import write_canonical_folder

WINOVER = Path(sys.executable).with_name("winover")


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command answers."""
    folder = tmp_path_factory.mktemp("register") / "kosovo"
    write_canonical_folder(find_data("kosovo_procurement"), folder)
    done = subprocess.run([str(WINOVER), "backtest", str(folder), "--json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_what_is_predicted(answered: dict[str, Any]) -> None:
    """88 series with four occurrences or more; rows without a date are left out, and counted."""
    assert answered["series"] == 88
    assert 165 <= answered["predictions"] <= 180
    assert answered["projects"] + answered["refused"] == 5_968
    assert answered["refused"] == 200
    assert 0 < answered["regular"]["predictions"] < answered["predictions"]


def test_it_is_better_than_every_baseline(answered: dict[str, Any]) -> None:
    """By CRPS over all and over the regular; its best window is right most often, and as often as claimed."""
    for part in (answered, answered["regular"]):
        ours = part["methods"]["winover"]
        for name, score in part["methods"].items():
            assert ours["crps"] <= score["crps"], name
    ours = answered["methods"]["winover"]
    assert ours["crps"] < 134
    assert all(ours["hit90"] >= score["hit90"] for score in answered["methods"].values())
    assert ours["hit90_interval"]["low"] <= ours["claimed90"] <= ours["hit90_interval"]["high"]
    assert ours["coverage80_interval"]["low"] <= 0.8 <= ours["coverage80_interval"]["high"]


def test_the_baselines_are_as_others_found_them(answered: dict[str, Any]) -> None:
    """A quick trial by other hands: 148, 166, 160 and 135 days."""
    expected = {"exponential": 148, "median_mad": 166, "annual": 160, "pooled": 135}
    for name, crps in expected.items():
        assert answered["methods"][name]["crps"] == pytest.approx(crps, rel=0.03)
