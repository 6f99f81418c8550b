from __future__ import annotations

from pathlib import Path

import pytest

from tfgen.misuse import MisuseError
from tfgen.templating.modules import (
    Module,
    called_module,
    module_names,
    module_sources,
    template_files,
)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    for name in ("network", "ecs_service"):
        (folder / "modules" / name).mkdir(parents=True)
        (folder / "modules" / name / "main.tf.j2").write_text("")
    (folder / "modules" / "empty").mkdir()
    (folder / "modules" / "_part.tf.j2").write_text("")
    return folder


@pytest.mark.parametrize(
    ("source", "folder", "module"),
    [
        ("./modules/network", "", Module("network")),
        ("./modules/ecs_service/api", "", Module("ecs_service", "api")),
        ("../modules/network", "bootstrap", Module("network")),
        ("../network", "modules/ecs_service", Module("network")),
        ("../../network", "modules/ecs_service/api", Module("network")),
        ("./x/../modules/./network/", "", Module("network")),
        ("terraform-aws-modules/vpc/aws", "", None),
        ("git::https://example.com/vpc.git", "", None),
        ("/absolute/path", "", None),
    ],
)
def test_sources(source: str, folder: str, module: Module | None, templates: Path) -> None:
    assert called_module(source, folder, templates.name, module_names(templates)) == module


@pytest.mark.parametrize(
    ("source", "folder", "message", "hint"),
    [
        (
            "./modules/netwrk",
            "",
            'module source "./modules/netwrk": there are no templates in templates/modules/netwrk',
            "did you mean network?",
        ),
        (
            "./modules/empty",
            "",
            'module source "./modules/empty": there are no templates in templates/modules/empty',
            "there are ecs_service, network",
        ),
        (
            "./network",
            "",
            'module source "./network" leads to network, where tfgen renders no module',
            "from here, modules are ./modules/NAME or ./modules/NAME/INSTANCE",
        ),
        (
            "../../other/modules/network",
            "bootstrap",
            'module source "../../other/modules/network" leads to ../other/modules/network, '
            "where tfgen renders no module",
            "from here, modules are ../modules/NAME or ../modules/NAME/INSTANCE",
        ),
        (
            "./modules/network/a/b",
            "",
            'module source "./modules/network/a/b" leads to modules/network/a/b, where tfgen '
            "renders no module",
            "from here, modules are ./modules/NAME or ./modules/NAME/INSTANCE",
        ),
        (
            "./modules/network/a b",
            "",
            'module source "./modules/network/a b": "a b" cannot name a folder for an instance',
            "use letters, digits, - and _",
        ),
    ],
)
def test_sources_that_lead_nowhere(
    source: str, folder: str, message: str, hint: str, templates: Path
) -> None:
    with pytest.raises(MisuseError) as caught:
        called_module(source, folder, templates.name, module_names(templates))
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_folders_of_modules() -> None:
    assert Module("network").folder == "modules/network"
    assert Module("ecs_service", "api").folder == "modules/ecs_service/api"


def test_sources_in_a_file() -> None:
    text = (
        'module "a" {\n  source = "./modules/a"\n}\n\n'
        'resource "x" "module" {\n  source = "./modules/b"\n}\n'
        'module "c" {\n  source = var.source\n}\nmodule "d" {\n}\n'
    )
    assert [(source, span.line) for source, span in module_sources(text)] == [("./modules/a", 2)]
    assert list(module_sources("a = 1\n")) == []


def test_names(templates: Path) -> None:
    assert module_names(templates) == ("ecs_service", "network")
    assert module_names(templates / "none") == ()
    assert template_files(templates / "modules") == ()
    assert template_files(templates / "modules" / "network") == ("main.tf.j2",)
