"""A foreign table as Ana uploads it, and what the form of its mapping would send as it stands."""

import tomllib

from exchange.models import Batch
from tests.admin.import_pages import address, upload

TABLE = """id,name,when,who,kind,note
1,Blue Heron,2001,India/Japan,1,x
2,Iron Anchor,2002,Phillipines/India,1,
3,Blue Heron,2003,Phillipines,2,
"""
PROFILE = """# Ours since 2019.
name = "reef"
sheet = "exercises"
key = "reef-{id}"
ignore = ["note"]

[columns]
title = "name"
date = "when"
outcome = "kind"
summary = { column = "note", missing = ["x"] }

[[items]]
list = "participants"
country = { column = "who", separator = "/" }

[values.outcome]
"1" = "held"
"2" = "cancelled"
"""


def uploaded(client, content: str = TABLE, name: str = "reef.csv", **data) -> Batch:
    upload(client, (name, content.encode()), **data)
    return Batch.objects.latest("created")


def page_of(client, batch: Batch):
    """Return the mapping page of a batch."""
    return client.get(address(batch, "mapping"))


def draft(batch: Batch) -> dict:
    """Return the tables of the profile that is worked on."""
    batch.refresh_from_db()
    return tomllib.loads(batch.options["draft"])


def posted(form, **changed) -> dict[str, str]:
    """Return what a browser sends of a mapping form, some of it changed by column and field."""
    found = {}
    for part in (form.head, *(row.form for row in form.rows)):
        for field in part:
            value = field.value()
            found[field.html_name] = "" if value is None else value
    return found | changed


def column(form, name: str, field: str = "to") -> str:
    """Return the name of a column's field in the form."""
    row = next(row for row in form.rows if row.column.name == name)
    return row.form[field].html_name


def mapped(client, batch: Batch, text: str = PROFILE) -> Batch:
    """Return the batch, read by a profile that is given as text."""
    page = address(batch, "mapping")
    client.post(page, {"do": "text", "text": text})
    form = client.get(page).context["form"]
    client.post(page, posted(form, do="use"))
    batch.refresh_from_db()
    return batch
