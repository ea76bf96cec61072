"""The house rules that a machine can see in the files."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from ninja import ModelSchema

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "serai"
TOP_DOWN = ("web", "programme", "participation", "editions", "parties", "core")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "managers", "signals"}
LONGEST = 500


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository, as git knows them, or all under the root where git knows nothing."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines()
    assert names, "the tests need the repository with its git folder"
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("serai.")]


def test_foreign_keys_point_downwards() -> None:
    seen = 0
    for model in own_models():
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if field.auto_created or other is None or other._meta.app_label not in TOP_DOWN:
                continue
            below = TOP_DOWN.index(other._meta.app_label) >= TOP_DOWN.index(model._meta.app_label)
            assert below, f"{model.__name__}.{field.name} points up to {other.__name__}"
            seen += 1
    assert seen > 30


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path.stem for path in python_files()} | {path.parent.name for path in python_files()}
    assert names & FORBIDDEN_NAMES == set()


def test_no_file_is_too_long() -> None:
    found = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert found == {}


def test_models_hold_no_saving_logic_and_no_verbs() -> None:
    for model in own_models():
        for name, member in vars(model).items():
            is_method = callable(member) and not isinstance(member, type) and not name.startswith("_")
            if is_method and getattr(member, "__module__", "") == model.__module__:
                assert name in READING_METHODS, f"{model.__name__}.{name} belongs into a service or a query"


READING_METHODS = {"name_in"}


def test_no_schema_or_form_takes_all_fields() -> None:
    marks = ("__all__",)
    for path in python_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id in ("fields", "exclude") for target in node.targets
            ):
                assert not (isinstance(node.value, ast.Constant) and node.value.value in marks), path
    assert ModelSchema.__subclasses__() == []


def test_moments_have_a_time_zone() -> None:
    naive = re.compile(
        r"datetime\.(now|today|fromtimestamp)\(\)|utcnow\(|utcfromtimestamp\(|tzinfo=None\b(?!\))"
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in python_files()
        for line in path.read_text(encoding="utf-8").splitlines()
        if path != Path(__file__) and naive.search(line)
    ]
    assert settings.USE_TZ
    assert found == []


def test_style_sheets_name_no_physical_side() -> None:
    """Left and right differ between languages; start and end don't."""
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:|text-align:\s*(?:left|right)"
        r"|float:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)"
    )
    own = [path for path in tracked("*.css", "*.html") if not path.name.startswith("bootstrap")]
    assert any(path.name == "theme.css" for path in own)
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in own
        for line in path.read_text(encoding="utf-8").splitlines()
        if physical.search(line)
    ]
    assert found == []


def test_no_file_names_a_package_index_or_a_path_of_some_machine() -> None:
    address = re.compile(
        rb"--(?:extra-)?index-url|index-url\s*=|files\.pythonhosted|://[\w.:@-]*(?:/simple\b|/pypi/simple)"
        rb"|(?<![\w.])/(?:work|home/\w+|Users/\w+)/"
    )
    here = Path(__file__)
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != here and b"\0" not in (content := path.read_bytes()) and address.search(content)
    ]
    assert found == []
    assert not (ROOT / "uv.lock").exists()


def test_the_glossary_has_every_model() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").casefold().replace("-", " ")
    terms = set(re.findall(r"^\| \*\*(.+?)\*\*", glossary, flags=re.MULTILINE))
    named = {
        str(model._meta.verbose_name).casefold().replace("-", " "): model.__name__ for model in own_models()
    }
    assert {name for term, name in named.items() if term not in terms} == set()


ENGINES = [path for path in sorted((SOURCE / "engines").iterdir()) if (path / "__init__.py").exists()]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.name)
def test_an_engine_imports_only_itself_and_what_engines_share(engine: Path) -> None:
    shared = {"serai.engines.solving", "serai.engines.text"}
    for path in engine.rglob("*.py"):
        for name in imported(path):
            if name.startswith("serai."):
                own = name.startswith(f"serai.engines.{engine.name}")
                assert own or name in shared, f"{path.relative_to(ROOT)} imports {name}"


def test_only_planning_imports_engines() -> None:
    """Outside the engines; imports for types are free."""
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).parts
        if parts[0] in ("engines", "typesetting") or "planning" in parts:
            continue
        found = [name for name in imported(path) if name.startswith("serai.engines")]
        assert found == [], path


def imported(path: Path) -> list[str]:
    """The modules that a file imports when it runs; imports for types only are left out."""
    names: list[str] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            return
        if isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text(encoding="utf-8")))
    return names
