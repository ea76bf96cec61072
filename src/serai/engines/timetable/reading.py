"""Reads JSON data field by field and says exactly where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from serai.engines.timetable.problem import Span

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Record:
    """A JSON object that is being read, and the path at which it was found."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise ValueError(f"{where} must be an object, not {shown(data)}")
        self.data = data
        self.where = where
        self.read: set[str] = set()

    def raw(self, name: str) -> object:
        """The value as it is, None if it is missing."""
        self.read.add(name)
        return self.data.get(name)

    def refuse_others(self) -> None:
        """Refuse fields that nobody has read."""
        for name in self.data:
            if name not in self.read:
                raise ValueError(f"{self.where}: unknown field {name!r}")

    def wrong(self, name: str, expected: str) -> ValueError:
        """The complaint about a field."""
        if self.data.get(name) is None:
            return ValueError(f"{self.where}: {name!r} is missing; it must be {expected}")
        return ValueError(f"{self.where}: {name!r} must be {expected}, not {shown(self.data[name])}")

    def text(self, name: str) -> str:
        """A string that must be there."""
        value = self.raw(name)
        if not isinstance(value, str):
            raise self.wrong(name, "a string")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A string, None if it is missing."""
        return None if self.raw(name) is None else self.text(name)

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number, or the default if there is one."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if not is_whole(value):
            raise self.wrong(name, "a whole number")
        assert isinstance(value, int)
        return value

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, None if it is missing."""
        return None if self.raw(name) is None else self.whole(name)

    def number(self, name: str) -> float:
        """A number that must be there."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(name, "a number")
        return float(value)

    def truth(self, name: str) -> bool:
        """True or false; false if it is missing."""
        value = self.raw(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, "true or false")
        return bool(value)

    def one_of(self, name: str, choices: type[E]) -> E:
        """One of some words."""
        value = self.text(name)
        try:
            return choices(value)
        except ValueError:
            raise self.wrong(name, "one of " + ", ".join(c.value for c in choices)) from None

    def items(self, name: str) -> list[object]:
        """A list, empty if it is missing."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise self.wrong(name, "a list")
        return list(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        found = self.items(name)
        if not all(isinstance(item, str) for item in found):
            raise self.wrong(name, "a list of strings")
        return tuple(str(item) for item in found)

    def set_or_none(self, name: str) -> frozenset[str] | None:
        """A set of strings, None if it is missing."""
        return None if self.raw(name) is None else frozenset(self.texts(name))

    def each(self, name: str, make: Callable[[Record], T]) -> tuple[T, ...]:
        """A list of objects, each made by a function."""
        return tuple(
            self._made(item, f"{self.where}.{name}[{n}]", make) for n, item in enumerate(self.items(name))
        )

    def maybe(self, name: str, make: Callable[[Record], T]) -> T | None:
        """An object made by a function, None if it is missing."""
        value = self.raw(name)
        return None if value is None else self._made(value, f"{self.where}.{name}", make)

    def table(self, name: str, make: Callable[[Record], T]) -> dict[str, T]:
        """An object whose values are objects made by a function."""
        inner = Record(self.raw(name) or {}, f"{self.where}.{name}")
        return {str(id): self._made(value, f"{inner.where}.{id}", make) for id, value in inner.data.items()}

    def scalars(self, name: str) -> dict[str, str | int]:
        """An object of strings and whole numbers."""
        inner = Record(self.raw(name) or {}, f"{self.where}.{name}")
        found: dict[str, str | int] = {}
        for key, value in inner.data.items():
            found[str(key)] = inner.text(key) if isinstance(value, str) else inner.whole(key)
        return found

    def costs(self, name: str) -> dict[str, int]:
        """An object of whole numbers."""
        inner = Record(self.raw(name) or {}, f"{self.where}.{name}")
        return {str(key): inner.whole(key) for key in inner.data}

    def weights(self, name: str) -> dict[str, int | None]:
        """An object of whole numbers and nulls."""
        inner = Record(self.raw(name) or {}, f"{self.where}.{name}")
        return {str(key): inner.whole_or_none(key) for key in inner.data}

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of strings."""
        found: list[tuple[str, str]] = []
        for item in self.items(name):
            match item:
                case [str(first), str(second)]:
                    found.append((first, second))
                case _:
                    raise self.wrong(name, "a list of pairs of strings")
        return tuple(found)

    def spans(self, name: str) -> tuple[Span, ...] | None:
        """A list of pairs of whole numbers, None if it is missing."""
        if self.raw(name) is None:
            return None
        return tuple(self._span(name, item) for item in self.items(name))

    def span_or_none(self, name: str) -> Span | None:
        """A pair of whole numbers, None if it is missing."""
        value = self.raw(name)
        return None if value is None else self._span(name, value)

    def _span(self, name: str, value: object) -> Span:
        match value:
            case [int(first), int(second)] if is_whole(first) and is_whole(second):
                return first, second
            case _:
                raise self.wrong(name, "pairs of whole numbers")

    def _made(self, value: object, where: str, make: Callable[[Record], T]) -> T:
        record = Record(value, where)
        made = make(record)
        record.refuse_others()
        return made


def is_whole(value: object) -> bool:
    """Say whether a value is a whole number (true and false aren't)."""
    return isinstance(value, int) and not isinstance(value, bool)


def shown(value: object) -> str:
    """A value, cut short, for a message."""
    text = "null" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
