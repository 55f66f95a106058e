"""Connections to hosts on the public internet, and to no others.

A host's name is resolved once, its addresses are checked, and the connection goes to an address that was checked: a
name that changes its address in between (DNS rebinding) leads nowhere else. The certificate is still checked against
the name.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from leadtext.errors import SourceError

__all__ = ["LONGEST_ANSWER_SECONDS", "CheckedTransport", "is_public"]

LONGEST_ANSWER_SECONDS = 120.0
"""From the connection to the last byte. The time limit of a single read doesn't stop a host that sends drop by drop."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is one host on the public internet.

    Private, loopback, link-local, multicast, reserved and shared addresses are not; nor is an IPv6 address that
    stands for such an IPv4 address.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


class CheckedTransport(httpx.BaseTransport):
    """An httpx transport that connects to public hosts, and to those that are allowed by name.

    Args:
        allow_hosts: hosts that need not be public, as ``name`` or ``name:port``.
    """

    def __init__(self, allow_hosts: Iterable[str] = ()) -> None:
        # Without keep-alive: requests to a host are seconds apart, and each connection has its own time limit.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_keepalive_connections=0,
            network_backend=_CheckedBackend(frozenset(host.strip().lower() for host in allow_hosts)),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            SourceError: the host isn't public and not allowed.
            httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: there was no whole answer.
        """
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=dict(request.extensions),
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close what is still open."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = time.monotonic() + LONGEST_ANSWER_SECONDS
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream, deadline)
        raise problem

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise httpcore.ConnectError(f"the name {host} is not known ({error.strerror})") from error
        except UnicodeError as error:
            raise SourceError(f"{host!r} is no name of a host; correct the address.") from error
        addresses = list(dict.fromkeys(str(socket_address[0]) for *_, socket_address in found))
        if not self._is_allowed(host, port):
            for address in addresses:
                if not is_public(address):
                    raise SourceError(
                        f"{host} is at {address}, which is no address on the public internet, and leadtext fetches "
                        f"from such a host only where the settings name it: read.allow_hosts = [{_quoted(host)}]."
                    )
        return addresses

    def _is_allowed(self, host: str, port: int) -> bool:
        name = host.lower()
        with_port = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
        return not self._allowed.isdisjoint({name, f"[{name}]", with_port})


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends at a deadline, however slowly the other side sends."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)),
            self._deadline,
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"the answer took longer than {LONGEST_ANSWER_SECONDS:.0f} seconds")
        return left if timeout is None else min(timeout, left)


def _quoted(host: str) -> str:
    return '"' + host.replace('"', "") + '"'
