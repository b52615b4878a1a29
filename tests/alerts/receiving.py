"""Receivers of the tests: a mail server that speaks SMTP, and a web server that takes webhooks, both on loopback."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class MailServer:
    """A mail server and what it was given."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=baotinh@example.org&to=toasoan@example.org"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one connection, as RFC 5321 has it, without any extension."""
        writer.write(b"220 test\r\n")
        while line := (await reader.readline()).strip():
            verb = line.split(b" ")[0].split(b":")[0].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await writer.drain()
                text = await reader.readuntil(b"\r\n.\r\n")
                mail = message_from_bytes(text[:-3].replace(b"\r\n..", b"\r\n."), policy=policy.default)
                assert isinstance(mail, EmailMessage)
                self.mails.append(mail)
            elif verb == b"RCPT":
                self.recipients.append(line.decode().partition(":")[2].strip(" <>"))
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 yes\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()

    def text(self) -> str:
        """Return the text of the only mail."""
        (mail,) = self.mails
        part = mail.get_body(("plain", "html"))
        assert part is not None
        return str(part.get_content())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    found, loop = MailServer(), asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(found.talk, "127.0.0.1", 0))
    found.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()


@dataclass
class WebServer:
    """A web server and what it was asked; it answers with `status`, after so many stumbles."""

    port: int = 0
    status: int = 200
    stumbles: int = 0
    posted: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"json://bot:bi-mat@127.0.0.1:{self.port}/khoa-rat-mat"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def web_server(port: int = 0) -> Iterator[WebServer]:
    found = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if found.stumbles:
                found.stumbles -= 1
                self._answer(503)
                return
            found.posted.append(json.loads(body))
            self._answer(found.status)

        def do_GET(self) -> None:
            found.asked.append(self.path)
            self._answer(found.status)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nobodys_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
