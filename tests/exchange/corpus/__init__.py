"""A corpus of dirty and hostile files, each with its stated outcome.

`python -m tests.exchange.corpus FOLDER` writes them all, for trying them in other programs.
"""

from dataclasses import replace

from tests.exchange.corpus import (
    broken_texts,
    broken_workbooks,
    ods,
    sheets,
    texts,
    workbooks,
    xls,
    zips,
)

MODULES = {
    "text": texts,
    "broken text": broken_texts,
    "xlsx": workbooks,
    "broken xlsx": broken_workbooks,
    "sheets": sheets,
    "ods": ods,
    "xls": xls,
    "zip": zips,
}
CASES = [
    replace(case, name=f"{name}: {case.name}")
    for name, module in MODULES.items()
    for case in module.CASES
]
