"""The page of the words that are not known: each once, to be matched, created or left out."""

from dataclasses import dataclass, field
from functools import partial

from django.contrib.auth import get_permission_codename
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from exchange.admin.pages import BatchPages
from exchange.batches.asking_anew import OPEN, ask_anew, changeable
from exchange.mapping.advice import divider
from exchange.mapping.kept import parts_of
from exchange.mapping.shapes import CREATE, LEAVE_OUT, is_made
from exchange.mapping.texts import ProfileError
from exchange.models import MAPPING, WORKING, Batch
from exchange.tasks import start
from exchange.words.choosing import Candidates, Choice, Own, checked, chosen
from exchange.words.learning import VOCABULARY, may_learn
from exchange.words.unknown import MORE, UNKNOWN
from records.faults import Refused
from records.hints import nearest_words
from records.resolve import Resolver

# Words on one page: looking for what is nearest takes time.
SHOWN = 100
OTHER = "other"


@dataclass
class Line:
    """A word as the page shows it: what may be chosen, what was, what is wrong with that.

    ``layout`` is the key of the tables that it stands in, where an import has several layouts.
    """

    number: int
    word: dict
    offered: list[tuple[str, str]]
    may_remember: bool = False
    add: str = ""
    choice: str = ""
    other: str = ""
    errors: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    layout: str = ""

    @property
    def listed(self) -> str:
        """Return the names of which the word is a list, where it looks like one."""
        return "; ".join(self.parts)

    @property
    def divider(self) -> str:
        """Return the sign that stands between them."""
        return divider(self.word["text"], self.parts) if self.parts else ""


class WordPages(BatchPages):
    """Saying what unknown words of a batch mean."""

    def pages(self) -> dict:
        """Add the words."""
        return {**super().pages(), "words": self.words_view}

    def words_view(self, request, pk):
        """Show the words that are not known; keep what is chosen and read the files again."""
        batch = self._batch(request, pk)
        if request.method == "POST":
            return self._chosen(request, batch)
        return self._words(request, batch, _lines(batch, request.user))

    def _words(self, request, batch: Batch, lines: list[Line]):
        title = _("Words that are not known in %(files)s") % {"files": batch}
        more = len(batch.options.get(UNKNOWN, ())) - len(lines) + batch.options.get(MORE, 0)
        is_own = batch.by_id == request.user.pk and batch.state in OPEN
        return self._page(
            request,
            "words",
            title,
            batch,
            lines=lines,
            more=more,
            is_own=is_own,
            is_mapped=MAPPING in batch.options,
            may_remember=any(line.may_remember for line in lines),
        )

    def _chosen(self, request, batch: Batch):
        lines, own = _lines(batch, request.user), Own(batch)
        found: list[Choice] = []

        def keep():
            now = changeable(batch, by=request.user)
            if request.POST.get("digest") != now.seal:
                raise Refused(_("This is not the preview that you saw: look at it again."))
            if not found:
                raise Refused(_("Nothing was chosen."))
            try:
                options = chosen(now, found, by=request.user)
            except ProfileError as error:
                raise Refused(str(error)) from error
            mark = partial(ask_anew, now, options, by=request.user)
            if start(mark, by=request.user).state not in WORKING:
                return _("The files were read again with what you chose.")
            return ""

        for line in lines:
            found += _posted(line, request.POST, request.user, own)
        if any(line.errors for line in lines):
            return self._words(request, batch, lines)
        return self._done(request, batch, keep)


def _lines(batch: Batch, user) -> list[Line]:
    candidates, resolver = Candidates(Own(batch)), Resolver()
    words = batch.options.get(UNKNOWN, [])[:SHOWN]
    lines = [_line(n, word, candidates, resolver, user) for n, word in enumerate(words)]
    layouts = [part.get("layout", "") for part in parts_of(batch.options.get(MAPPING))]
    for line in lines:
        line.layout = next((layouts[part] for part in line.word.get("parts", ())), "")
    return lines


def _line(number: int, word: dict, candidates: Candidates, resolver: Resolver, user) -> Line:
    target = word["target"]
    parts = resolver.parts(target, word["text"]) if target else []
    offered = _nearest_first(word)
    if target:
        # One name in the place of several would lose the others.
        near = [] if parts else candidates.near(word)
        offered = [(key, f"{name} ({key})") for key, name in near]
    offered = [(f"key:{key}", label) for key, label in offered]
    if is_made(target) and not parts:
        offered.append((CREATE, _("Create it, as a draft")))
    may = target in VOCABULARY and may_learn(user, target, "")
    is_record = bool(target) and target not in VOCABULARY
    add = _address_to_add(target, word["text"], user)
    return Line(number, word, offered, may or is_record, add, parts=parts)


def _nearest_first(word: dict) -> list[tuple[str, str]]:
    """Return the choices that a word may mean, those first that look like it."""
    choices = [(key, label) for key, label in word["choices"]]
    close, akin = nearest_words(word["text"], choices)
    return sorted(choices, key=lambda choice: choice[0] not in (close, *akin))


def _address_to_add(target: str, text: str, user) -> str:
    """Return where somebody who may adds an entry of this name to the vocabulary, or nothing."""
    if target not in VOCABULARY:
        return ""
    opts = VOCABULARY[target]._meta
    if not user.has_perm(f"{opts.app_label}.{get_permission_codename('add', opts)}"):
        return ""
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    return f"{address}?{urlencode({'name': text})}"


def _posted(line: Line, posted, user, own: Own) -> list[Choice]:
    """Return what was chosen for a word, if anything; what is wrong is told at the line."""
    line.choice = posted.get(f"choice-{line.number}", "")
    line.other = posted.get(f"other-{line.number}", "").strip()[:300]
    ours = line.choice.removeprefix("key:")
    if line.other:
        ours = line.other
    elif line.choice not in (LEAVE_OUT, *(value for value, _label in line.offered)):
        return []
    try:
        ours = checked(line.word, ours, own)
    except ValueError as error:
        line.errors.append(f"{error} {getattr(error, 'hint', '')}".strip())
        return []
    remember = posted.get(f"remember-{line.number}") == "yes"
    target = line.word["target"]
    # What comes with these files is the person's own draft by the time it is remembered.
    may = may_learn(user, target, ours) or ours in own.of(target)
    return [Choice(line.word, ours, remember and may)]
