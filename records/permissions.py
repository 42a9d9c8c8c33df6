"""What a person may be allowed to do with records beyond adding and changing them."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = [
    ("publish_record", _("Can publish and withdraw records")),
    ("import_record", _("Can import records")),
    ("export_record", _("Can export records")),
]
