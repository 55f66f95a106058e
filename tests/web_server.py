"""A web server on loopback whose pages a test writes, and which remembers what it was asked."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    path: str
    headers: Message


class Host:
    """Gives what is in `pages`, by path: an answer, or a function that makes one."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.name = f"{address[0]}:{address[1]}"
        self.pages: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[Asked] = []

    def address(self, path: str) -> str:
        return f"http://{self.name}{path}"

    def put(self, path: str, body: str | bytes, media_type: str = "text/html", **headers: str) -> None:
        """Put a page there, with an ETag that follows from what it holds."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Answer(data, 200, {"Content-Type": media_type, "ETag": f'"{hash(data)}"', **headers})

    def paths(self) -> list[str]:
        """What was asked for since the last time, robots.txt apart."""
        paths = [asked.path for asked in self.asked if asked.path != "/robots.txt"]
        self.asked.clear()
        return paths


@contextlib.contextmanager
def serve() -> Iterator[Host]:
    """A host on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(Asked(self.path, self.headers))
            answer = host.pages.get(self.path, Answer(b"There is nothing here.", 404))
            answer = answer() if callable(answer) else answer
            etag, date = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
            known = (etag is not None and self.headers["If-None-Match"] == etag) or (
                date is not None and self.headers["If-Modified-Since"] == date
            )
            body = b"" if known else answer.body
            self.send_response(304 if known else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not known:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host = Host(server.server_address)  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
