"""Old documents are read through pure functions; stored revisions are never rewritten."""

SCHEMA = 1

# Each step takes a document of the schema named and returns one of the next.
STEPS: dict = {}


def upgrade(document: dict) -> dict:
    """Return ``document`` in the present schema; one that names none is taken as present."""
    schema = document.get("schema", SCHEMA)
    while schema in STEPS:
        document = STEPS[schema](document)
        schema = document["schema"]
    return document
