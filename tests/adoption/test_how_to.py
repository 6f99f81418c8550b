"""docs/how-to, each carried out in a project of its own, with the wheel alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.adoption.conftest import REPOSITORY, Installed
from tests.adoption.walkthrough import Walk
from tests.commands.test_init import ANSWERS
from tests.tools import run

# One worker builds the wheel for all.
pytestmark = pytest.mark.xdist_group("wheel")

_GIT = {
    "GIT_AUTHOR_NAME": "Reader",
    "GIT_AUTHOR_EMAIL": "reader@example.com",
    "GIT_COMMITTER_NAME": "Reader",
    "GIT_COMMITTER_EMAIL": "reader@example.com",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory, installed: Installed) -> Path:
    """A new project, filled in, rendered and committed."""
    folder = tmp_path_factory.mktemp("how-to") / "project"
    folder.mkdir()
    environment = {**installed.environment, **_GIT}

    def carry_out(*command: str) -> None:
        done = run(*command, cwd=folder, environment=environment)
        assert done.returncode == 0, done.stderr

    carry_out("git", "init", "--quiet", "--initial-branch", "main")
    carry_out("tfgen", "init", *ANSWERS)
    for path in folder.glob("environments/*.yaml"):
        path.write_text(path.read_text().replace("FILL-IN", "Z0123456789ABCDEFGH"))
    carry_out("tfgen", "render", "--all")
    carry_out("git", "add", ".")
    carry_out("git", "commit", "--quiet", "--message", "Start with tfgen")
    return folder


@pytest.fixture
def walk(tmp_path: Path, committed: Path, installed: Installed) -> Walk:
    """A copy of the project to carry a document out in."""
    folder = Path(shutil.copytree(committed, tmp_path / "project"))
    return Walk(folder, {**installed.environment, **_GIT, "HOME": str(tmp_path)})


def _document(name: str) -> str:
    return (REPOSITORY / f"docs/how-to/{name}.md").read_text()


def test_add_a_setting(walk: Walk) -> None:
    walk.take(_document("add-a-setting"))
    for name, value in (("dev", 60), ("prod", 300)):
        text = (walk.folder / f"generated/{name}/modules/alb/main.tf").read_text()
        assert f"idle_timeout               = {value}\n" in text


def test_add_a_module(walk: Walk) -> None:
    walk.take(_document("add-a-module"))
    text = (walk.folder / "generated/dev/modules/event_topic/main.tf").read_text()
    assert 'name              = "shop-dev-events"' in text


def test_add_a_kind(walk: Walk) -> None:
    walk.take(_document("add-a-kind"))
    text = (walk.folder / "generated/zones/main.tf").read_text()
    assert 'resource "aws_route53_zone" "shop_example" {' in text


def test_upgrade_templates(walk: Walk) -> None:
    # The project was made by an older version and changed since.
    shipped = walk.folder / "templates/modules/alb/main.tf.j2"
    newest = shipped.read_text()
    older = newest.replace('desync_mitigation_mode     = "defensive"', "idle_timeout = 55")
    assert older != newest
    shipped.write_text(older)
    environment = dict(walk.variables)

    def git(*arguments: str) -> None:
        done = run("git", *arguments, cwd=walk.folder, environment=environment)
        assert done.returncode == 0, done.stderr

    git("commit", "--quiet", "--all", "--message", "As the older version wrote it")
    document = _document("upgrade-templates")
    walk.take(document, leave_out=("With every new version",))
    own = walk.folder / "templates/modules/ecs_cluster/main.tf.j2"
    own.write_text(f"# ours\n{own.read_text()}")
    git("commit", "--quiet", "--all", "--message", "A change of our own")
    walk.take(document, leave_out=("Once, before the first change",))
    assert shipped.read_text() == newest
    assert own.read_text().startswith("# ours\n")
    assert run("git", "worktree", "list", cwd=walk.folder).stdout.count("\n") == 1


def test_adopt(tmp_path: Path, installed: Installed) -> None:
    folder = tmp_path / "repository"
    (folder / "terraform").mkdir(parents=True)
    (folder / "README.md").write_text("ours\n")
    (folder / "terraform/main.tf").write_text(
        'resource "aws_security_group_rule" "ssh" {\n  type              = "ingress"\n'
        '  from_port         = 22\n  to_port           = 22\n  protocol          = "tcp"\n'
        '  cidr_blocks       = ["0.0.0.0/0"]\n  security_group_id = "sg-0123456789"\n}\n'
    )
    walk = Walk(folder, {**installed.environment, **_GIT})
    walk.take(_document("adopt-in-an-existing-repository"))
    assert "TFG111" in (folder / "tfgen-baseline.json").read_text()
    assert {path.name for path in (folder / "infrastructure").iterdir()} == {
        *("environments", "templates"),
    }


def test_check_in_ci(walk: Walk) -> None:
    walk.take(_document("check-in-ci"))
    assert (walk.folder / "findings.xml").is_file()


def test_complete_in_the_shell(walk: Walk, tmp_path: Path) -> None:
    (tmp_path / ".config/fish/completions").mkdir(parents=True)
    walk.take(_document("complete-in-the-shell"))
    assert "_tfgen_completion" in (tmp_path / ".tfgen-complete.bash").read_text()
