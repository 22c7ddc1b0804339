"""Whether the libraries here are those that a version was locked to."""

from __future__ import annotations

import importlib.metadata
import re
from typing import TYPE_CHECKING

from ltp_analysis.runlog import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Iterator


def other_libraries(lock: str) -> Iterator[str]:
    """Yield the libraries that can change what comes out, and are not here as a lock has them.

    Args:
        lock: The text of the lock: a line `name==version` for each library.

    Yields:
        Sentences such as “pandas is 2.2.3 here, and 3.1.1 in the lock.”
    """
    for name in LIBRARIES:
        locked = re.findall(rf"^{re.escape(name)}==([^\s;\\]+)", lock, re.MULTILINE)
        here = importlib.metadata.version(name)
        if locked and here not in locked:
            yield f"{name} is {here} here, and {' or '.join(locked)} in the lock."
