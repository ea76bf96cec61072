"""What is written to logs: nothing that opens a page in somebody's name."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"(/(?:speak|my|sign-in)/)[\w%.~-]+")


class FormatterWithoutTokens(logging.Formatter):
    """Lines and tracebacks in which the secret part of an address is blotted out."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1***", super().format(record))
