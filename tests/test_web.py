"""Fetching: polite towards hosts, inside limits, from public hosts only."""

from __future__ import annotations

import gzip
import itertools
import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from leadtext.errors import NetworkError, SourceError
from leadtext.reading import web, web_connection
from leadtext.reading.web import Fetcher
from leadtext.reading.web_connection import is_public
from web_server import Answer, Host, serve


@pytest.fixture
def host() -> Iterator[Host]:
    with serve() as served:
        yield served


@pytest.fixture
def fetcher(host: Host, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    monkeypatch.setattr(web, "BACKOFF_SECONDS", (0.0, 0.0))
    with Fetcher(allow_hosts=[host.name], seconds_between_requests=0, timeout=2) as opened:
        yield opened


def test_it_says_who_it_is(host: Host, fetcher: Fetcher) -> None:
    host.put("/page", "<p>Hello.")
    fetched = fetcher.fetch(host.address("/page#part"))
    assert (fetched.data, fetched.media_type, fetched.address) == (b"<p>Hello.", "text/html", host.address("/page"))
    assert [asked.path for asked in host.asked] == ["/robots.txt", "/page"]
    for asked in host.asked:
        assert re.fullmatch(r"leadtext/\d+\.\d+.*", asked.headers["User-Agent"])
        assert asked.headers["Host"] == host.name


def test_what_has_not_changed_is_not_sent_again(host: Host, fetcher: Fetcher) -> None:
    host.put("/page", "<p>Hello.")
    host.pages["/old"] = Answer(b"Old.", headers={"Last-Modified": "Sat, 01 Mar 2014 10:00:00 GMT"})
    first, old = fetcher.fetch(host.address("/page")), fetcher.fetch(host.address("/old"))
    again = fetcher.fetch(host.address("/page"), etag=first.etag)
    assert again.not_modified
    assert again.etag == first.etag
    assert fetcher.fetch(host.address("/old"), last_modified=old.last_modified).not_modified
    host.put("/page", "<p>Hello again.")
    assert fetcher.fetch(host.address("/page"), etag=first.etag).data == b"<p>Hello again."


def test_robots_txt_is_obeyed(host: Host, fetcher: Fetcher) -> None:
    host.put("/robots.txt", "User-agent: *\nDisallow: /private/\n\nUser-agent: other\nDisallow: /", "text/plain")
    host.put("/private/page", "<p>Mine.")
    host.put("/page", "<p>Yours.")
    with pytest.raises(SourceError, match=r"robots\.txt asks programs not to"):
        fetcher.fetch(host.address("/private/page"))
    fetcher.fetch(host.address("/page"))
    assert [asked.path for asked in host.asked] == ["/robots.txt", "/page"]


def test_a_redirect_does_not_lead_around_robots_txt(host: Host, fetcher: Fetcher) -> None:
    host.put("/robots.txt", "User-agent: leadtext\nDisallow: /private/", "text/plain")
    host.pages["/open"] = Answer(status=302, headers={"Location": "/private/page"})
    with pytest.raises(SourceError, match="robots"):
        fetcher.fetch(host.address("/open"))
    assert host.paths() == ["/open"]


def test_a_host_without_readable_rules_is_left_alone(host: Host, fetcher: Fetcher) -> None:
    host.pages["/robots.txt"] = Answer(status=500)
    host.put("/page", "<p>Hello.")
    with pytest.raises(NetworkError, match="500"):
        fetcher.fetch(host.address("/page"))
    assert host.paths() == []


def test_requests_to_a_host_are_apart(host: Host) -> None:
    times: list[float] = []

    def page() -> Answer:
        times.append(time.monotonic())
        return Answer(b"x")

    host.pages["/robots.txt"] = host.pages["/page"] = page
    with Fetcher(allow_hosts=[host.name], seconds_between_requests=0.2) as slow:
        slow.fetch(host.address("/page"))
        slow.fetch(host.address("/page"))
    assert len(times) == 3
    # Timers may be early by a few milliseconds.
    assert all(later - earlier > 0.19 for earlier, later in itertools.pairwise(times))


def test_a_host_may_ask_for_longer_pauses(host: Host, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(web.time, "sleep", slept.append)
    host.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    host.put("/page", "<p>Hello.")
    fetcher.fetch(host.address("/page"))
    assert 6 < sum(slept) <= 7


def test_redirects_are_followed_a_few_times(host: Host, fetcher: Fetcher) -> None:
    for number in range(9):
        host.pages[f"/{number}"] = Answer(status=301, headers={"Location": f"{number + 1}"})
    host.put("/9", "<p>Here.")
    fetched = fetcher.fetch(host.address("/4"))
    assert (fetched.data, fetched.address) == (b"<p>Here.", host.address("/9"))
    with pytest.raises(SourceError, match="redirects more than 5 times"):
        fetcher.fetch(host.address("/3"))


@pytest.mark.parametrize("target", ["ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "http://[1/"])
def test_a_redirect_leads_to_a_web_address_or_nowhere(target: str, host: Host, fetcher: Fetcher) -> None:
    host.pages["/page"] = Answer(status=302, headers={"Location": target})
    with pytest.raises(SourceError):
        fetcher.fetch(host.address("/page"))


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", "http://a:b@example.org/", "x:\0"]
)
def test_only_web_addresses_are_fetched(address: str, fetcher: Fetcher) -> None:
    with pytest.raises(SourceError) as refused:
        fetcher.fetch(address)
    assert not isinstance(refused.value, NetworkError)
    assert "a:b" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
    ],
)
def test_only_hosts_on_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:7f00:1]"])
def test_a_private_host_is_refused_unless_the_study_names_it(name: str, host: Host) -> None:
    port = host.name.split(":")[1]
    with Fetcher(allow_hosts=["elsewhere.example"], seconds_between_requests=0) as strict:
        with pytest.raises(SourceError, match=r"read\.allow_hosts") as refused:
            strict.fetch(f"http://{name}:{port}/")
    assert not isinstance(refused.value, NetworkError)
    assert host.asked == []


def test_a_redirect_to_a_private_host_is_refused(host: Host, fetcher: Fetcher) -> None:
    with serve() as inner:
        inner.put("/secret", "<p>Secret.")
        host.pages["/page"] = Answer(status=302, headers={"Location": inner.address("/secret")})
        with pytest.raises(SourceError, match=r"read\.allow_hosts"):
            fetcher.fetch(host.address("/page"))
        assert inner.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(host.name.split(":")[1])
    looked_up: list[str] = []
    really = socket.getaddrinfo

    def names(name: str, *more: object, **options: object) -> object:
        looked_up.append(name)
        return really("127.0.0.1" if name == "news.example" else name, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    monkeypatch.setattr(web_connection, "is_public", lambda address: address == "127.0.0.1")
    host.put("/page", "<p>News.")
    with Fetcher(seconds_between_requests=0) as opened:
        assert opened.fetch(f"http://news.example:{port}/page").data == b"<p>News."
    assert {asked.headers["Host"] for asked in host.asked} == {f"news.example:{port}"}
    # Once for each connection: never a second time between the check and the connection.
    assert looked_up == ["news.example", "127.0.0.1"] * 2


def test_what_may_pass_is_tried_again(host: Host, fetcher: Fetcher) -> None:
    answers = iter([Answer(status=503), Answer(status=429, headers={"Retry-After": "0"}), Answer(b"Hello.")])
    host.pages["/page"] = lambda: next(answers)
    assert fetcher.fetch(host.address("/page")).data == b"Hello."


def test_a_pause_that_a_host_asks_for_is_kept(host: Host, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(web.time, "sleep", slept.append)
    answers = iter([Answer(status=429, headers={"Retry-After": "30"}), Answer(b"Hello.")])
    host.pages["/page"] = lambda: next(answers)
    fetcher.fetch(host.address("/page"))
    assert slept == [30]


def test_a_host_that_asks_for_hours_is_asked_at_the_next_run(host: Host, fetcher: Fetcher) -> None:
    host.pages["/page"] = Answer(status=429, headers={"Retry-After": "7200"})
    host.pages["/other"] = Answer(status=503, headers={"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"})
    for path in ("/page", "/other"):
        with pytest.raises(NetworkError, match="the next run asks again"):
            fetcher.fetch(host.address(path))
    assert host.paths() == ["/page", "/other"]


@pytest.mark.parametrize(("status", "tries"), [(500, 3), (503, 3), (404, 1), (403, 1), (410, 1)])
def test_what_will_not_pass_is_not_tried_again(status: int, tries: int, host: Host, fetcher: Fetcher) -> None:
    host.pages["/page"] = Answer(status=status)
    with pytest.raises(SourceError, match=f"HTTP {status}") as refused:
        fetcher.fetch(host.address("/page"))
    assert isinstance(refused.value, NetworkError) is (tries > 1)
    assert host.paths() == ["/page"] * tries


def test_a_host_that_keeps_failing_is_left_alone(host: Host, fetcher: Fetcher) -> None:
    for number in range(5):
        host.pages[f"/{number}"] = Answer(status=500)
        with pytest.raises(NetworkError):
            fetcher.fetch(host.address(f"/{number}"))
    assert set(host.paths()) == {"/0", "/1", "/2"}


def test_a_host_that_is_not_there_is_a_network_error(fetcher: Fetcher, host: Host) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        name = f"127.0.0.1:{unused.getsockname()[1]}"
        with Fetcher(allow_hosts=[name], seconds_between_requests=0) as opened:
            with pytest.raises(NetworkError, match="there was no answer"):
                opened.fetch(f"http://{name}/")


def test_an_answer_has_a_limit(host: Host, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LARGEST_ANSWER", 2_000_000)
    host.put("/large", b"x" * 3_000_000)
    host.put("/bomb", gzip.compress(bytes(50_000_000)), **{"Content-Encoding": "gzip"})
    for path in ("/large", "/bomb"):
        with pytest.raises(SourceError, match="larger than 2 MB"):
            fetcher.fetch(host.address(path))


def test_packed_answers_are_unpacked(host: Host, fetcher: Fetcher) -> None:
    host.put("/page", gzip.compress("<p>Grüße.".encode()), **{"Content-Encoding": "gzip"})
    assert fetcher.fetch(host.address("/page")).data.decode() == "<p>Grüße."


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd"])
def test_packings_that_were_not_asked_for_are_refused(packing: str, host: Host, fetcher: Fetcher) -> None:
    host.put("/page", gzip.compress(gzip.compress(b"x")), **{"Content-Encoding": packing})
    with pytest.raises(SourceError, match="packed in a way"):
        fetcher.fetch(host.address("/page"))


def test_a_damaged_packing_is_a_reject(host: Host, fetcher: Fetcher) -> None:
    host.put("/page", b"this is not gzip", **{"Content-Encoding": "gzip"})
    with pytest.raises(SourceError, match="can't be understood"):
        fetcher.fetch(host.address("/page"))


def test_a_host_that_sends_drop_by_drop_is_cut_off(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_connection, "LONGEST_ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(web, "BACKOFF_SECONDS", ())
    with socket.create_server(("127.0.0.1", 0)) as server:
        name = f"127.0.0.1:{server.getsockname()[1]}"

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                try:
                    for letter in itertools.chain(b"HTTP/1.1 200 OK\r\nX: ", itertools.repeat(120, 100)):
                        connection.sendall(bytes([letter]))
                        time.sleep(0.02)
                except OSError:
                    pass

        thread = threading.Thread(target=drip)
        thread.start()
        with Fetcher(allow_hosts=[name], seconds_between_requests=0, timeout=1) as opened:
            with pytest.raises(NetworkError, match="there was no answer"):
                opened.fetch(f"http://{name}/")
        thread.join()
