"""Laying: grids become drafts, the documents that the rows of an import add up to.

``intake`` is the way in: from files to tables. ``gather`` lays their rows into drafts.
"""
