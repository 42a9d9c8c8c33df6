"""What an ODS file says of its parts: whether they are encrypted.

Source: OpenDocument 1.3 part 2, chapter 4 (manifest).
"""

from django.utils.translation import gettext as _

from exchange.reading.archives import Archive
from exchange.reading.faults import Unreadable
from exchange.reading.limits import Limits
from exchange.reading.markup import Markup

MANIFEST = "META-INF/manifest.xml"


class _Manifest(Markup):
    encrypted = False

    def begin(self, name, attributes):
        """See whether any part is encrypted."""
        self.text.clear()
        self.encrypted = self.encrypted or name == "encryption-data"


def refuse_encrypted(archive: Archive, limits: Limits) -> None:
    """Raise ``Unreadable`` where a file is encrypted."""
    if MANIFEST in archive:
        found = _Manifest(limits.cell_characters).read(archive.chunks(MANIFEST))
        if found.encrypted:
            raise Unreadable(_("The file is encrypted."), _("Save it without a password."))
