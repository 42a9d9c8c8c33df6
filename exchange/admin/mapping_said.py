"""What was said of the tables of an import while they are mapped: drafts, decisions, names.

An import of one layout has its draft beside the profile that is in use. Of several layouts each has
its own until all are decided; then they become the one mapping of the import.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from exchange.admin.mapping_tables import Layout
from exchange.mapping.kept import parts_of, together
from exchange.models import MAPPING, Batch
from exchange.words.choosing import DRAFT
from records.faults import Refused

# Under which a batch keeps the name to save by, while the mapping is still tried.
NAME = "mapping_name"
# Of several layouts: key -> {"draft", "name"}, and {"part"} or {"left"} once it is decided.
SAID = "mapping_said"


class Said:
    """What is kept with a batch of its mapping. What is returned are options of the batch."""

    def __init__(self, batch: Batch, keys: Sequence[str]):
        self.batch, self.is_one = batch, len(keys) < 2
        self.kept = batch.options.get(MAPPING) or {}
        self.layouts = {} if self.is_one else {**self._used(), **batch.options.get(SAID, {})}

    def _used(self) -> dict[str, dict]:
        """Return what was decided when the import was last read by several profiles."""
        parts = {p["layout"]: {"part": p} for p in parts_of(self.kept) if "layout" in p}
        return parts | {key: {"left": True} for key in self.kept.get("left_layouts", ())}

    def is_decided(self, key: str) -> bool:
        """Tell whether it is said how the tables of a layout are read, or that they are not."""
        said = self.layouts.get(key, {})
        return "part" in said or "left" in said

    def state(self, key: str) -> tuple[str, str]:
        """Return "left", "part" or "" of a layout, and the name of its profile."""
        said = self.layouts.get(key, {})
        word = "left" if said.get("left") else "part" if "part" in said else ""
        return word, said.get("part", {}).get("name", "")

    def text(self, key: str) -> str:
        """Return the text of a layout's profile as it was left."""
        if self.is_one:
            return self.batch.options.get(DRAFT) or self.kept.get("text") or ""
        said = self.layouts.get(key, {})
        return said.get("draft") or said.get("part", {}).get("text", "")

    def has_draft(self, key: str) -> bool:
        """Tell whether a layout's profile is still worked on."""
        return bool(self.batch.options.get(DRAFT) if self.is_one else self._draft(key))

    def _draft(self, key: str) -> str:
        return self.layouts.get(key, {}).get("draft", "")

    def name(self, key: str) -> str:
        """Return the name to save a profile by: as written last, or of the one in use."""
        if self.is_one:
            used = self.kept.get("name", "") if self.kept.get("saved") else ""
            return self.batch.options.get(NAME) or used
        said = self.layouts.get(key, {})
        part = said.get("part", {})
        return said.get("name") or (part.get("name", "") if part.get("saved") else "")

    def drafted(self, key: str, text: str, name: str | None) -> dict:
        """Return options with the text of a profile that is still worked on."""
        if self.is_one:
            return {DRAFT: text or None} | ({} if name is None else {NAME: name or None})
        said = {**self.layouts.get(key, {}), "draft": text}
        said |= {} if name is None else {"name": name}
        return {SAID: {**self.layouts, key: said}}

    @staticmethod
    def used(part: dict) -> dict:
        """Return options by which an import is read by one profile."""
        return {MAPPING: part, DRAFT: None, NAME: None, SAID: None}

    def decided(
        self,
        layout: Layout,
        part: dict | None,
        layouts: Sequence[Layout],
        *,
        has_ours: bool = False,
    ) -> dict:
        """Return options with a decision for a layout: by a profile, or (None) left out.

        Once all are decided they have the mapping of the import. All can be left out only where the
        import ``has_ours``, tables that need no mapping.
        """
        said = {"left": True} if part is None else {"part": {**part, "layout": layout.key}}
        self.layouts = {**self.layouts, layout.key: said}
        if not all(self.is_decided(one.key) for one in layouts):
            return {SAID: self.layouts}
        parts = [said["part"] for one in layouts if "part" in (said := self.layouts[one.key])]
        if not parts and not has_ours:
            raise Refused(_("Say of one table at least what its columns are."))
        out = [one for one in layouts if self.layouts[one.key].get("left")]
        mapping = together(parts, [mark for one in out for mark in one.marks])
        return self.used(mapping | {"left_layouts": [one.key for one in out]})
