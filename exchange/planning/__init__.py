"""Planning: from drafts to what each record comes to, what is wrong, and what is to be told.

The database is read; nothing is written.
"""
