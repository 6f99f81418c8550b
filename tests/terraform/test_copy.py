"""The temporary copy: what is in it, where, and that it goes away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tfgen.errors import TfgenError
from tfgen.terraform.copy import temporary_copy


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_folders_keep_their_places_and_what_terraform_writes_is_left_out(tmp_path: Path) -> None:
    read = {
        "live/dev/main.tf",
        "live/dev/.terraform.lock.hcl",
        "live/dev/dev.auto.tfvars",
        "live/dev/templates/user data.sh.tftpl",
        "live/dev/.config/x.json",
        "modules/vpc/main.tf",
    }
    written = {
        "live/dev/.terraform/providers/x",
        "live/dev/terraform.tfstate",
        "live/dev/terraform.tfstate.backup",
        "live/dev/terraform.tfstate.d/a/terraform.tfstate",
        "live/dev/dev.tfplan",
        "live/dev/.git/config",
        "live/dev/node_modules/x/y.js",
        "live/prod/main.tf",
    }
    _write(tmp_path, *read, *written)
    folders = [tmp_path / "live/dev", tmp_path / "modules/vpc", tmp_path / "live/dev/templates"]
    with temporary_copy(folders) as copy:
        assert _files(copy.folder) == read
        assert copy.place(tmp_path / "live/dev/main.tf").read_text() == "live/dev/main.tf"
        assert copy.original(copy.place(tmp_path / "modules/vpc")) == tmp_path / "modules/vpc"
        assert copy.folder.parent.stat().st_mode & 0o077 == 0
        kept = copy.folder.parent
    assert not kept.exists()


def test_one_folder_alone(tmp_path: Path) -> None:
    _write(tmp_path, "main.tf")
    with temporary_copy([tmp_path]) as copy:
        assert _files(copy.place(tmp_path)) == {"main.tf"}


def test_large_files_and_files_elsewhere_are_linked_and_code_never_is(tmp_path: Path) -> None:
    _write(tmp_path, "root/main.tf", "shared/policy.json", "linked/main.tf")
    (tmp_path / "root/layer.zip").write_bytes(b"0" * 1_000_001)
    (tmp_path / "root/large.tf").write_bytes(b"#" * 1_000_001)
    (tmp_path / "root/link.tf").symlink_to(tmp_path / "linked/main.tf")
    (tmp_path / "root/modules").symlink_to("../linked")
    (tmp_path / "root/gone.tf").symlink_to("nowhere.tf")
    with temporary_copy([tmp_path / "root"], [tmp_path / "shared/policy.json"]) as copy:
        root = copy.place(tmp_path / "root")
        links = {path.name for path in root.iterdir() if path.is_symlink()}
        assert links == {"layer.zip", "modules"}
        assert (root / "link.tf").read_text() == "linked/main.tf"
        assert (root / "modules/main.tf").read_text() == "linked/main.tf"
        assert (root / "../shared/policy.json").read_text() == "shared/policy.json"
    assert _files(tmp_path / "linked") == {"main.tf"}


def test_it_goes_away_after_an_interrupt(tmp_path: Path) -> None:
    _write(tmp_path, "code/main.tf")
    kept: list[Path] = []

    def work() -> None:
        with temporary_copy([tmp_path / "code"]) as copy:
            kept.append(copy.folder)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert kept[0].name == "tree"
    assert not kept[0].parent.exists()


def test_a_file_that_cannot_be_read_is_an_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "code/main.tf")
    (tmp_path / "tmp").mkdir()

    def refuse(source: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(source))

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(shutil, "copyfile", refuse)
    with (
        pytest.raises(TfgenError, match=r"main\.tf: cannot be copied: Permission denied"),
        temporary_copy([tmp_path / "code"]),
    ):
        pytest.fail("there is a copy")
    assert list((tmp_path / "tmp").iterdir()) == []
