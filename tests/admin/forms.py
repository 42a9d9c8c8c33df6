"""What a browser would send for a form page, ready to be changed by a test."""

STEP = "/admin/exercises/exercise/step/{}/"


def step(client, name, *keys, **data):
    """Send the confirmed page of a step for records; return the answer."""
    return client.post(STEP.format(name), {"key": keys, "confirm": "1", "why": "", **data})


def data_of(page) -> dict:
    """Return the data of the forms on an admin page, as their first display has them."""
    found: dict = {"why": ""}
    form = page.context["adminform"].form
    _read(found, form)
    for wrapped in page.context["inline_admin_formsets"]:
        formset = wrapped.formset
        for bound in formset.management_form:
            found[bound.html_name] = bound.value()
        for row in formset.forms:
            _read(found, row)
    return found


def _read(found: dict, form) -> None:
    for bound in form:
        value = bound.value()
        if bound.field.widget.__class__.__name__ == "CheckboxInput":
            if value:
                found[bound.html_name] = "on"
        elif value is not None:
            many = isinstance(value, list | tuple)
            found[bound.html_name] = [getattr(v, "pk", v) for v in value] if many else value


def add_row(data: dict, name: str, /, **values) -> int:
    """Add a row to a list of the form; return its number."""
    number = int(data[f"{name}-TOTAL_FORMS"])
    data[f"{name}-TOTAL_FORMS"] = number + 1
    data.update({f"{name}-{number}-{field}": value for field, value in values.items()})
    return number


def errors_of(page) -> str:
    """Return all error sentences of a form page that was sent back."""
    return " | ".join(str(error) for error in page.context["errors"])
