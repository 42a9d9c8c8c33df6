"""What the frame of every page needs: its menu, its theme, its lasting address."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalogue import theme

register = template.Library()

MENU = (
    ("exercise-list", _("Exercises")),
    ("series-list", _("Series")),
    ("agreement-list", _("Agreements")),
    ("dialogue-list", _("Dialogues")),
    ("project-list", _("Projects")),
    ("country-list", _("Countries")),
    ("source-list", _("Sources")),
    ("about", _("About")),
)


@register.simple_tag(takes_context=True)
def menu(context) -> list[dict]:
    """Return the entries of the menu; the one that the page belongs to is marked."""
    here = context["request"].path
    entries = []
    for name, label in MENU:
        url = reverse(name)
        current = "page" if here == url else "true" if here.startswith(url) else ""
        entries.append({"url": url, "label": label, "current": current})
    return entries


@register.simple_tag(takes_context=True)
def themes(context) -> list[dict]:
    """Return the themes to choose from, and which one is chosen."""
    chosen = theme.chosen(context["request"])
    return [
        {"value": value, "label": label, "chosen": value == chosen}
        for value, label in theme.LABELS.items()
    ]


@register.simple_tag(takes_context=True)
def theme_attribute(context) -> str:
    """Return the attribute of the root element that fixes the theme, or nothing."""
    chosen = theme.chosen(context["request"])
    return format_html(' data-bs-theme="{}"', chosen) if chosen else ""


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """Return the page's one address in full: what a list is filtered by, and nothing else."""
    request = context["request"]
    address = context.get("canonical") or request.path
    return request.build_absolute_uri(address)
