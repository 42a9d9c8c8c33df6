"""Sources, what they cite in turn, and the citations by which records rest on them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.constraints import at_least, in_order, one_of, owner, ref_once
from records.dates import UncertainDateField
from records.models import ListItem, Record, as_record


class SourceType(models.TextChoices):
    """Item types of the Citation Style Language, https://docs.citationstyles.org, appendix III."""

    ARTICLE = "article", _("article")
    ARTICLE_JOURNAL = "article-journal", _("journal article")
    ARTICLE_MAGAZINE = "article-magazine", _("magazine article")
    ARTICLE_NEWSPAPER = "article-newspaper", _("newspaper article")
    BILL = "bill", _("bill")
    BOOK = "book", _("book")
    CHAPTER = "chapter", _("chapter")
    DATASET = "dataset", _("dataset")
    DOCUMENT = "document", _("document")
    LEGISLATION = "legislation", _("legislation")
    MAP = "map", _("map")
    MOTION_PICTURE = "motion_picture", _("film")
    PAPER_CONFERENCE = "paper-conference", _("conference paper")
    POST = "post", _("post")
    POST_WEBLOG = "post-weblog", _("blog post")
    REGULATION = "regulation", _("regulation")
    REPORT = "report", _("report")
    SPEECH = "speech", _("speech")
    THESIS = "thesis", _("thesis")
    TREATY = "treaty", _("treaty")
    WEBPAGE = "webpage", _("web page")


class Reliability(models.TextChoices):
    """The Admiralty scale for a source."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: reliability cannot be judged")


class Credibility(models.TextChoices):
    """The Admiralty scale for a piece of information."""

    CONFIRMED = "1", _("1: confirmed by other sources")
    PROBABLE = "2", _("2: probably true")
    POSSIBLE = "3", _("3: possibly true")
    DOUBTFUL = "4", _("4: doubtful")
    IMPROBABLE = "5", _("5: improbable")
    UNKNOWN = "6", _("6: truth cannot be judged")


class Basis(models.TextChoices):
    """How near to the event a source stands."""

    ANNOUNCED = "announced", _("announced: before the event")
    REPORTED = "reported", _("reported: at its time")
    RETROSPECTIVE = "retrospective", _("retrospective: looking back")


class Source(Record):
    """A public document that records cite."""

    record = as_record()
    title_translated = models.CharField(
        _("translated title"),
        max_length=300,
        blank=True,
        help_text=_("In English, where the title is not."),
    )
    type = models.CharField(_("type"), max_length=20, choices=SourceType)
    authors = models.JSONField(
        _("authors"),
        default=list,
        blank=True,
        help_text=_("Family name first: Rej, Abhijnan. A body by its name: Ministry of Defence."),
    )
    container = models.CharField(
        _("container"),
        max_length=200,
        blank=True,
        help_text=_("The newspaper, journal or site it appeared in."),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    issued = UncertainDateField(_("issued"), blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archived_url = models.URLField(
        _("archived address"),
        max_length=1000,
        blank=True,
        help_text=_("A lasting copy, in case the first address dies."),
    )
    language = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("The language code: en, ja, hi.")
    )
    doi = models.CharField(
        _("DOI"), max_length=200, blank=True, help_text=_("10.1234/abcd, without an address.")
    )
    consulted = models.BooleanField(
        _("consulted"),
        default=False,
        help_text=_("Whether one of us has read it, rather than taken it from another source."),
    )
    consulted_on = UncertainDateField(_("consulted on"), blank=True)
    reliability = models.CharField(
        _("reliability"),
        max_length=1,
        blank=True,
        choices=Reliability,
        help_text=_("Admiralty scale, A to F."),
    )
    derives_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reprints",
        verbose_name=_("derives from"),
        help_text=_("What it reprints or retells. Such a source is not an independent one."),
    )
    summary = models.TextField(_("summary"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            one_of("type", SourceType.choices),
            one_of("reliability", Reliability.choices),
            *in_order("issued", "consulted_on"),
        ]


class Note(ListItem):
    """What a source cites under one of its note numbers."""

    field_order = ("number", "cites", "locator", "accessed", "text")

    record = owner(Source, "notes")
    number = models.PositiveIntegerField(
        _("number"),
        validators=[MinValueValidator(1)],
        help_text=_("The note's number in the source."),
    )
    cites = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cited_in_notes",
        verbose_name=_("cites"),
        help_text=_("The source that the note names; an “ibid.” resolved."),
    )
    locator = models.CharField(_("locator"), max_length=100, blank=True)
    accessed = UncertainDateField(
        _("accessed"), blank=True, help_text=_("When its author says to have read it.")
    )
    text = models.TextField(
        _("text"), blank=True, help_text=_("What else the note says, in your own words.")
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [ref_once(), at_least("number", 1), *in_order("accessed")]


class Citation(ListItem):
    """One source at one place, and what it says of the record: path -> value."""

    field_order = (
        "source",
        "locator",
        "basis",
        "quoting",
        "quotation",
        "credibility",
        "note",
        "claims",
    )

    record = owner(Record, "citations")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="cited_in", verbose_name=_("source")
    )
    locator = models.CharField(
        _("locator"),
        max_length=200,
        blank=True,
        help_text=_("Where in the source: p. 12; n. 8; Malabar, para. 4."),
    )
    basis = models.CharField(_("basis"), max_length=20, blank=True, choices=Basis)
    quoting = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quoted_in",
        verbose_name=_("quoting"),
        help_text=_("The source that this one relies on here: “Rej, as cited in Walia”."),
    )
    quotation = models.CharField(
        _("quotation"), max_length=500, blank=True, help_text=_("The source's own words, short.")
    )
    credibility = models.CharField(
        _("credibility"),
        max_length=1,
        blank=True,
        choices=Credibility,
        help_text=_("Admiralty scale, 1 to 6."),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    claims = models.JSONField(_("claims"), default=dict, blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            ref_once(),
            one_of("basis", Basis.choices),
            one_of("credibility", Credibility.choices),
        ]
