"""Every service and every query is made the same way."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, get_type_hints

import pytest

import serai
from serai.core.actors import Actor

HELPERS = {"outside_transaction", "is_lost", "is_stranded"}  # what services.py holds beside services


def modules(name: str) -> Iterator[ModuleType]:
    """Every app's module or package of this name."""
    for app in pkgutil.iter_modules(serai.__path__, "serai."):
        if importlib.util.find_spec(f"{app.name}.{name}") if app.ispkg else None:
            found = importlib.import_module(f"{app.name}.{name}")
            yield found
            for part in pkgutil.iter_modules(getattr(found, "__path__", []), f"{found.__name__}."):
                yield importlib.import_module(part.name)


def functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions that the module itself defines."""
    for name, function in vars(module).items():
        if inspect.isfunction(function) and function.__module__ == module.__name__ and name[0] != "_":
            yield f"{module.__name__}.{name}", function


SERVICES = {
    name: function
    for module in modules("services")
    for name, function in functions(module)
    if name.rpartition(".")[2] not in HELPERS
}
QUERIES = {name: function for module in modules("queries") for name, function in functions(module)}
PLAIN_QUERIES = {
    "token_hash",
    "is_usable",
    "named",
    "of_named",
    "called",
    "titled",
}  # about rows already read


def test_services_and_queries_are_found() -> None:
    assert {"serai.programme.services.releases.release_plan", "serai.web.services.load_edition"} <= set(
        SERVICES
    )
    assert {"serai.programme.queries.released.days", "serai.editions.queries.edition"} <= set(QUERIES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_takes_keywords_only_the_actor_first_and_says_what_it_does(name: str) -> None:
    service = SERVICES[name]
    parameters = list(inspect.signature(service).parameters.values())
    assert parameters[0].name == "actor"
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    assert (inspect.getdoc(service) or "").split("\n")[0].endswith((".", ";"))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_fully_typed(name: str) -> None:
    service = inspect.unwrap(SERVICES[name])
    hints = get_type_hints(service)
    assert hints["actor"] is Actor
    assert set(hints) == {*inspect.signature(service).parameters, "return"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_one_transaction_or_says_that_it_is_not(name: str) -> None:
    service = SERVICES[name]
    is_atomic = "self" in inspect.getclosurevars(service).nonlocals and hasattr(service, "__wrapped__")
    assert is_atomic != getattr(service, "is_outside_transaction", False)


@pytest.mark.parametrize("name", [name for name in QUERIES if name.rpartition(".")[2] not in PLAIN_QUERIES])
def test_a_query_takes_the_actor_first(name: str) -> None:
    hints = get_type_hints(QUERIES[name])
    assert next(iter(inspect.signature(QUERIES[name]).parameters)) == "actor"
    assert hints["actor"] is Actor
    assert "return" in hints
