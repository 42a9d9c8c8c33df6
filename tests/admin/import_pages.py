"""The addresses of imports, rows to import, and what a browser sends."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import Batch
from tests.admin.conftest import EXERCISE, SERIES

LIST, ADD = "/admin/exchange/batch/", "/admin/exchange/batch/add/"
CHANGE = {"key": EXERCISE, "date": "2023-07-05/2023-07-11", "summary": "Changed."}
NEW = {"key": "jimex-2024", "title": "JIMEX 2024", "series": SERIES, "date": "Jun 2024"}
WRONG = {"key": "jimex-2025", "title": "JIMEX 2025", "date": "03/04/2021"}


def address(batch: Batch, name: str = "change") -> str:
    return f"{LIST}{batch.pk}/{name}/"


def upload(client, *files: tuple[str, bytes], **data):
    named = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(ADD, {"files": named, "why": "", **data})


def apply_it(client, batch: Batch, **data):
    return client.post(address(batch, "confirm"), {"digest": batch.seal, **data})


def text(page) -> str:
    return " ".join(page.content.decode().split())


def became(page: str) -> dict[str, str]:
    """Return what undoing did, to how many, as the page of an import says it."""
    found = re.findall(r'undone/\?outcome=[a-z]+"><strong>([\d,]+)</strong>(\w+)</a>', page)
    return {action: number for number, action in found}


def choose(client, batch: Batch, choices: dict[str, str], **more):
    """Choose for words by their text; ``more`` is sent as it is."""
    batch.refresh_from_db()
    numbers = {word["text"]: n for n, word in enumerate(batch.options["unknown"])}
    data = {f"choice-{numbers[word]}": choice for word, choice in choices.items()}
    page = client.post(address(batch, "words"), {"digest": batch.seal, **data, **more}, follow=True)
    batch.refresh_from_db()
    return page
