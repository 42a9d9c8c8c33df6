"""The browser of the tests: Debian's Chromium against the live server, watched for faults.

A test that asks for `page` fails when the page asks another host for anything,
breaks the Content-Security-Policy, throws, or logs an error.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Faults:
    """The faults seen in one test's pages, less those that it expects."""

    def __init__(self, host: str):
        self.host = host
        self.expected: list[str] = []
        self.seen: list[str] = []

    def expect(self, part: str) -> None:
        """Let faults pass whose text contains `part`, such as "status of 404"."""
        self.expected.append(part)

    def watch(self, context) -> None:
        """Listen to every page of the browser context."""
        context.on("request", lambda request: self._request(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda fault: self.seen.append(f"threw: {fault.error}"))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc != self.host and parts.scheme not in ("about", "blob"):
            self.seen.append(f"asked another host: {url[:200]}")

    def _console(self, message) -> None:
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url')})")

    def unexpected(self) -> list[str]:
        """Return the faults that the test did not expect."""
        return [text for text in self.seen if not any(part in text for part in self.expected)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start Debian's Chromium, which asks nobody for anything by itself."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is missing: make test installs it"
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {**browser_type_launch_args, "executable_path": executable, "args": [*QUIET, *root]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict, live_server) -> dict:
    """Let page.goto("/exercises/") mean the live server."""
    return {**browser_context_args, "base_url": live_server.url}


@pytest.fixture
def faults(live_server):
    """The faults of this test's pages; any that it does not expect fails it at its end."""
    watcher = Faults(urlsplit(live_server.url).netloc)
    yield watcher
    assert not watcher.unexpected(), "\n".join(watcher.unexpected())


@pytest.fixture
def new_context(new_context, faults):
    """As pytest-playwright's, with every context watched for faults."""

    def make(**options):
        context = new_context(**options)
        context.set_default_timeout(10_000)
        faults.watch(context)
        return context

    return make


@pytest.fixture
def page_of(new_context, live_server):
    """Return a function: user -> a page of their own in which they are signed in."""

    def make(user=None, **options):
        context = new_context(**options)
        if user is not None:
            context.add_cookies([_session(user, live_server.url)])
        return context.new_page()

    return make


def _session(user, url: str) -> dict:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
