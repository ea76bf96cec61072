"""A tiny mail server on this machine, which refuses, is busy or breaks off where a test wants it."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

BREAK = "break"  # close the connection instead of answering


class Conversation(socketserver.StreamRequestHandler):
    """One client, line by line; `server.answers` says what it is told, by command or by address."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 test.example.org")
        while line := self.rfile.readline().decode().strip():
            command = line.split(" ")[0].upper()
            if not self.answer(command, line):
                return

    def answer(self, command: str, line: str) -> bool:
        if command == "DATA":
            refusal = self.told("DATA", line)
            if not self.say(refusal or "354 go on") or refusal:
                return refusal != BREAK
            content = self.content()
            told = self.told("END", content.decode())
            if told is None:
                self.server.received.append(content)
            if self.server.stalls_at and self.server.stalls_at in content:
                self.server.is_stalled.set()
                return bool(self.rfile.readline())  # until the client is gone
            return self.say(told or "250 taken")
        if command == "QUIT":
            self.say("221 bye")
            return False
        return self.say(self.told(command, line) or ("250 test" if command != "AUTH" else "235 come in"))

    def content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def told(self, command: str, line: str) -> str | None:
        """What the test wants said here: for this command, or where the line holds some words."""
        for wish, answers in self.server.answers.items():
            if wish == command or wish in line:
                return answers.pop(0) if answers else None
        return None

    def say(self, text: str) -> bool:
        if text == BREAK:
            return False
        self.wfile.write(f"{text}\r\n".encode())
        return True


class MailServer(socketserver.ThreadingTCPServer):
    """What came, and what is answered first at each command: `answers["RCPT"] = ["450 later"]`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[bytes] = []
        self.answers: dict[str, list[str]] = {}
        self.stalls_at: bytes | None = None  # no answer to a mail that holds this
        self.is_stalled = Event()

    @property
    def place(self) -> dict[str, object]:
        """The server as the settings name it."""
        return {"kind": "smtp", "host": "127.0.0.1", "port": self.server_address[1], "user": "",
                "password": "", "tls": ""}  # fmt: skip


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs while the test does."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
