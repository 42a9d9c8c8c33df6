"""The public page of one record, made from the document of its present revision.

``RecordPage`` is what a template shows: facts with their evidence, tables, links, numbered
sources. ``RecordDetail`` is the view that finds the record, follows former keys and hides the rest.
"""

from sources.pages import bibliography, deployments
from sources.pages.page import RecordPage, Section
from sources.pages.runs import Run
from sources.pages.views import RecordDetail

__all__ = [
    "RecordDetail",
    "RecordPage",
    "Run",
    "Section",
    "bibliography",
    "deployments",
]
