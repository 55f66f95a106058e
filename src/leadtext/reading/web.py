"""Fetching from the web: politely, inside limits, and from public hosts only.

The one part of the readers that reaches out to the network. It hands back bytes; the other readers read them.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import importlib.metadata
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from leadtext.errors import NetworkError, SourceError
from leadtext.reading.web_connection import CheckedTransport

__all__ = ["LARGEST_ANSWER", "Fetched", "Fetcher", "web_address"]

LARGEST_ANSWER = 20_000_000
"""Bytes, unpacked: what the readers of pages and feeds take."""

LARGEST_ROBOTS = 512_000
"""Bytes of a robots.txt that are looked at; RFC 9309 asks for no more."""

MOST_REDIRECTS = 5
BACKOFF_SECONDS = (1.0, 4.0)
"""Two more tries: enough for a dropped connection. What takes longer to mend is for the next run."""

LONGEST_WAIT_SECONDS = 60.0
"""A host that asks for a longer pause, by Retry-After or Crawl-delay, isn't waited for that long."""

GIVE_UP_AFTER = 3
"""Addresses in a row that failed, each tried three times: the host is down, and is left alone in this run."""

LONGEST_VALIDATOR = 500

_TRANSIENT = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.RemoteProtocolError)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Several packings in one another could unpack a few bytes to any size.
_PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_AGENT = "leadtext"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Attributes:
        address: where it was found in the end, behind all redirects.
        data: the unpacked bytes; empty where nothing was modified.
        media_type: such as ``text/html``; empty where the host doesn't tell.
        etag: to be given at the next look, as is ``last_modified``.
        not_modified: it is as it was when the given ``etag`` or ``last_modified`` were had.
        served: when the host says that it answered, in UTC.
    """

    address: str
    data: bytes
    media_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    served: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    url: httpx.URL
    status: int
    headers: httpx.Headers
    data: bytes


class Fetcher:
    """Fetches from the web. Use it in a ``with`` block; it keeps its manners towards a host as long as it lives.

    It obeys robots.txt (RFC 9309), leaves time between two requests to one host, says who it is, tries again what
    may pass, and connects to public hosts only.

    Args:
        allow_hosts: hosts that need not be public, as ``name`` or ``name:port``.
        seconds_between_requests: the least time from one request to a host to the next one to it.
        timeout: seconds to wait for a connection, and for each part of an answer.
    """

    def __init__(
        self,
        *,
        allow_hosts: Iterable[str] = (),
        seconds_between_requests: float = 1.0,
        timeout: float = 20.0,
    ) -> None:
        self._gap = seconds_between_requests
        self._client = httpx.Client(
            transport=CheckedTransport(allow_hosts),
            timeout=timeout,
            trust_env=False,
            headers={
                "User-Agent": f"{_AGENT}/{importlib.metadata.version('leadtext')}",
                "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
            },
        )
        self._robots: dict[str, RobotFileParser | NetworkError] = {}
        self._pauses: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._failures: Counter[str] = Counter()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is still open."""
        self._client.close()

    def fetch(self, address: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Fetch an address, or learn that it is as it was.

        Args:
            address: an http or https address.
            etag: the ETag of what is had already.
            last_modified: the Last-Modified of what is had already.

        Raises:
            NetworkError: there is no answer, or none just now.
            SourceError: the address can't be used, may not be fetched, leads nowhere, or gives too much.
        """
        conditions = {}
        if etag is not None:
            conditions["If-None-Match"] = etag
        if last_modified is not None:
            conditions["If-Modified-Since"] = last_modified
        answer = self._follow(_url(address), conditions)
        where = str(answer.url)
        if answer.status == 304 and conditions:
            return Fetched(where, b"", etag=etag, last_modified=last_modified, not_modified=True)
        if not 200 <= answer.status < 300:
            raise SourceError(f"{where}: {_refusal(answer.status)}")
        if len(answer.data) > LARGEST_ANSWER:
            raise SourceError(f"{where}: it is larger than {LARGEST_ANSWER // 1_000_000} MB, so it is not read.")
        return Fetched(
            where,
            answer.data,
            media_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            etag=_validator(answer.headers.get("ETag")),
            last_modified=_validator(answer.headers.get("Last-Modified")),
            served=_served(answer.headers.get("Date", "")),
        )

    def _follow(self, url: httpx.URL, headers: Mapping[str, str], *, for_robots: bool = False) -> _Answer:
        """Ask, and go where the answer points to; every hop is checked like the first."""
        start = url
        for _ in range(MOST_REDIRECTS + 1):
            if not for_robots:
                self._ask_robots(url)
            answer = self._try(url, headers, LARGEST_ROBOTS if for_robots else LARGEST_ANSWER)
            if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                return answer
            url = _url(answer.headers["Location"], url)
        raise SourceError(f"{start}: it redirects more than {MOST_REDIRECTS} times; correct the address.")

    def _ask_robots(self, url: httpx.URL) -> None:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(url)
        rules = self._robots[origin]
        if isinstance(rules, NetworkError):
            raise NetworkError(f"{url}: {rules}")
        if not rules.can_fetch(_AGENT, str(url)):
            raise SourceError(f"{url}: the host's robots.txt asks programs not to fetch this address.")

    def _read_robots(self, url: httpx.URL) -> RobotFileParser | NetworkError:
        """A host's rules. None of its own means that all is allowed; no answer that nothing is (RFC 9309, 2.3.1)."""
        rules = RobotFileParser()
        lines: list[str] = []
        try:
            answer = self._follow(url.copy_with(raw_path=b"/robots.txt"), {}, for_robots=True)
        except NetworkError as error:
            return error
        except SourceError:
            pass  # It redirects in a ring or to no public host, which is the same as none.
        else:
            if 200 <= answer.status < 300:
                lines = answer.data[:LARGEST_ROBOTS].decode("utf-8-sig", "replace").splitlines()
        rules.parse(lines)
        asked = rules.crawl_delay(_AGENT)
        if asked is not None:
            self._pauses[url.host] = min(float(asked), LONGEST_WAIT_SECONDS)
        return rules

    def _try(self, url: httpx.URL, headers: Mapping[str, str], limit: int) -> _Answer:
        """Ask up to three times, with a pause in between, until there is an answer that will not change soon."""
        if self._failures[url.host] >= GIVE_UP_AFTER:
            raise NetworkError(f"{url}: the host failed {GIVE_UP_AFTER} times in a row; the next run asks it again.")
        problem = ""
        for wait in (*BACKOFF_SECONDS, None):
            asked_for = 0.0
            try:
                answer = self._ask(url, headers, limit)
            except _TRANSIENT as error:
                problem = f"there was no answer ({str(error) or type(error).__name__})"
            except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as error:
                raise SourceError(f"{url}: the answer can't be understood ({error}).") from error
            else:
                if answer.status not in {408, 429} and answer.status < 500:
                    self._failures[url.host] = 0
                    return answer
                problem = f"the host answers that it can't just now (HTTP {answer.status})"
                asked_for = _retry_after(answer.headers.get("Retry-After", ""))
            if wait is None or asked_for > LONGEST_WAIT_SECONDS:
                break
            time.sleep(max(wait, asked_for))
        self._failures[url.host] += 1
        raise NetworkError(f"{url}: {problem}; the next run asks again.")

    def _ask(self, url: httpx.URL, headers: Mapping[str, str], limit: int) -> _Answer:
        self._wait_for_turn(url.host)
        with self._client.stream("GET", url, headers=headers, follow_redirects=False) as response:
            packing = response.headers.get("Content-Encoding", "").strip().lower()
            if packing not in _PACKINGS:
                raise SourceError(f"{url}: the answer is packed in a way that was not asked for ({packing[:50]}).")
            data = bytearray()
            if response.is_success:
                for part in response.iter_bytes():
                    data += part
                    if len(data) > limit:
                        break
            return _Answer(url, response.status_code, response.headers, bytes(data))

    def _wait_for_turn(self, host: str) -> None:
        due = self._last.get(host, -LONGEST_WAIT_SECONDS) + max(self._gap, self._pauses.get(host, 0.0))
        wait = due - time.monotonic()
        if host in self._last and wait > 0:
            time.sleep(wait)
        self._last[host] = time.monotonic()


def web_address(link: str | None, base: str | None = None) -> str | None:
    """The http or https address that a link leads to, without its fragment; None where it leads to none.

    Args:
        link: as a page or feed has it.
        base: where it was found, which a relative link starts from.
    """
    if link is None or not link.strip():
        return None
    try:
        return str(_url(link.strip(), None if base is None else httpx.URL(base)))
    except (SourceError, httpx.InvalidURL):
        return None


def _url(address: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = httpx.URL(address) if base is None else base.join(address)
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"{address[:200]}: this is no web address ({error}).") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise SourceError(f"{address[:200]}: only http and https addresses are fetched.")
    if url.userinfo:
        raise SourceError(f"{url.scheme}://{url.host}: addresses with a name and password in them are not fetched.")
    return url


def _refusal(status: int) -> str:
    known = {
        401: "the host asks for a password",
        403: "the host refuses it",
        404: "there is nothing at this address",
        410: "what was at this address was taken away",
    }
    return f"{known.get(status, 'the host gives nothing to read')} (HTTP {status})."


def _validator(value: str | None) -> str | None:
    """An ETag or a date that can be sent back as it came."""
    if value is None or not value or len(value) > LONGEST_VALIDATOR:
        return None
    return value if value.isascii() and value.isprintable() else None


def _retry_after(value: str) -> float:
    """The seconds that a Retry-After asks for, which is a number or a date; 0 where it says neither."""
    value = value.strip()[:100]
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = email.utils.parsedate_to_datetime(value)
        return max(0.0, until.timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0


def _served(value: str) -> dt.datetime | None:
    """When an answer was given, by its Date header; in UTC, without a zone."""
    try:
        return email.utils.parsedate_to_datetime(value[:100]).astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
