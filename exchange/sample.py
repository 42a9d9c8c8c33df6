"""A synthetic record of any size, the same for the same seed: for benchmarks and trials."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from records.documents import blank
from records.kinds import get_kind

# One series, one source for so many exercises.
EDITIONS = 25
READ_FROM = 10
PARTICIPANTS = (2, 4)
FIRST_YEAR, LAST_YEAR = 1990, 2024


class Sample:
    """Makes documents of sample records out of the vocabulary that is there.

    ``vocabulary`` maps a target (``country``, ``place``, ``domain``) to its keys.
    """

    def __init__(self, seed: int, vocabulary: dict[str, list[str]]):
        self._random = random.Random(seed)  # noqa: S311 (samples, not secrets)
        self._vocabulary = {target: sorted(keys) for target, keys in vocabulary.items()}

    def chunks(self, exercises: int, size: int) -> Iterator[list[dict]]:
        """Yield documents in lists of about ``size``, what is referred to before what refers."""
        sources = -(-exercises // READ_FROM)
        first = [self.source(number) for number in range(1, sources + 1)]
        first += [
            self.series(number, sources) for number in range(1, -(-exercises // EDITIONS) + 1)
        ]
        yield from _split(first, size)
        for start in range(1, exercises + 1, size):
            stop = min(start + size, exercises + 1)
            yield [self.exercise(number, sources) for number in range(start, stop)]

    def source(self, number: int) -> dict:
        """Return the document of one source."""
        document = blank(get_kind("source"), f"sample-source-{number}")
        document["fields"].update(
            title=f"Sample source {number}",
            type="report",
            authors=[f"Sample, Author {number}"],
            publisher="Sample Press",
            issued=str(self._year()),
            url=f"https://example.org/sample/{number}",
            consulted=self._random.random() < 0.5,
        )
        return document

    def series(self, number: int, sources: int) -> dict:
        """Return the document of one series."""
        document = blank(get_kind("series"), f"sample-series-{number}")
        document["fields"].update(
            title=f"Sample series {number}",
            domains=self._some("domain", 1),
            cadence="annual",
            summary=f"A synthetic series, number {number} of a sample.",
        )
        paths = ["title", "domains", "cadence"]
        document["citations"] = [self._citation("c1", sources, dict.fromkeys(paths))]
        return document

    def exercise(self, number: int, sources: int) -> dict:
        """Return the document of one exercise."""
        series, edition = divmod(number - 1, EDITIONS)
        document = blank(get_kind("exercise"), f"sample-exercise-{number}")
        countries = self._some("country", self._random.randint(*PARTICIPANTS))
        when = self._date()
        document["fields"].update(
            title=f"Sample exercise {number}",
            series=f"sample-series-{series + 1}",
            edition=edition + 1,
            outcome="held",
            date=when,
            hosts=countries[:1],
            places=self._some("place", 1),
            domains=self._some("domain", 1),
            participants_complete=self._random.random() < 0.5,
            summary=f"A synthetic exercise, number {number} of a sample.",
        )
        document["lists"]["participants"] = [self._participant(key) for key in countries]
        document["citations"] = list(self._citations(countries, when, sources))
        return document

    def _participant(self, country: str) -> dict:
        item = {"ref": country.lower(), "country": country}
        if self._random.random() < 0.5:
            item["personnel"] = self._random.randint(10, 2000)
        return item

    def _citations(self, countries: list[str], when: str, sources: int) -> Iterator[dict]:
        paths = ["title", "date", "hosts", "places", "outcome"]
        paths += [f"participants/{country.lower()}" for country in countries]
        yield self._citation("c1", sources, dict.fromkeys(paths))
        if self._random.random() < 0.5:
            wrong = self._random.random() < 0.1
            yield self._citation("c2", sources, {"date": str(int(when[:4]) - wrong), "title": None})

    def _citation(self, ref: str, sources: int, claims: dict) -> dict:
        number = self._random.randint(1, sources)
        page = self._random.randint(1, 300)
        return {
            "ref": ref,
            "source": f"sample-source-{number}",
            "locator": f"p. {page}",
            "basis": "reported",
            "claims": claims,
        }

    def _some(self, target: str, number: int) -> list[str]:
        keys = self._vocabulary[target]
        return self._random.sample(keys, min(number, len(keys)))

    def _year(self) -> int:
        return self._random.randint(FIRST_YEAR, LAST_YEAR)

    def _date(self) -> str:
        first = date(self._year(), 1, 1) + timedelta(days=self._random.randrange(350))
        last = first + timedelta(days=self._random.randint(2, 14))
        whole = f"{first.isoformat()}/{last.isoformat()}"
        return self._random.choice([whole, first.isoformat(), first.isoformat()[:7]])


def _split(documents: list[dict], size: int) -> Iterator[list[dict]]:
    for start in range(0, len(documents), size):
        yield documents[start : start + size]
