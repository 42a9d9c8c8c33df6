"""What a mapping lacks, in the words of its form in place of those of its text."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from exchange.problems import Problem

# Key of the text -> what the form calls it, what is wrong where it is empty, and what to do there.
EMPTY = {
    "key": (
        _("What makes the key of a record"),
        _("The mapping does not say yet how keys are made."),
        _("Choose there the columns that tell the records apart, such as a number."),
    ),
    "source.key": (
        _("The source that all records cite"),
        _("The mapping does not say what is cited."),
        _("Name there the source, or write the title of a new one."),
    ),
}


def in_words(problem: Problem) -> Problem:
    """Return a problem with the form's words for what is empty, where the form has that."""
    if problem.column not in EMPTY or problem.value is not None:
        return problem
    label, message, hint = map(str, EMPTY[problem.column])
    return replace(problem, column=label, message=message, hint=hint)
