"""Which program is Terraform, and its environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfgen.errors import TfgenError
from tfgen.terraform.find import find


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_terraform_before_tofu_before_nothing(tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    with pytest.raises(TfgenError) as caught:
        find(environment, tmp_path)
    message = str(caught.value)
    assert message.startswith("--terraform needs terraform or tofu, and PATH has neither\n")
    assert "developer.hashicorp.com/terraform/install" in message
    assert "opentofu.org/docs/intro/install" in message
    tofu = _program(tmp_path / "tofu")
    assert (find(environment, tmp_path).program, find(environment, tmp_path).name) == (
        str(tofu),
        "tofu",
    )
    terraform = _program(tmp_path / "terraform")
    assert find(environment, tmp_path).program == str(terraform)


def test_a_variable_names_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program = _program(tmp_path / "tools/tf-1.9")
    environment = {"PATH": "", "TFGEN_TERRAFORM": "tools/tf-1.9"}
    assert find(environment, tmp_path).program == str(program)
    with pytest.raises(TfgenError, match='TFGEN_TERRAFORM names "no-such-program"'):
        find({"PATH": str(tmp_path), "TFGEN_TERRAFORM": "no-such-program"}, tmp_path)


def test_the_environment_has_no_values_of_variables_and_nothing_that_writes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _program(tmp_path / "terraform")
    given = {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "TF_VAR_password": "x",
        "TF_DATA_DIR": "/data",
        "TF_WORKSPACE": "other",
        "TF_LOG": "TRACE",
        "TF_LOG_PATH": "log",
        "TF_CLI_ARGS": "-x",
        "TF_CLI_ARGS_validate": "-x",
        "TF_CLI_ARGS_init": "-plugin-dir=/mirror",
        "TF_CLI_CONFIG_FILE": "rc",
    }
    assert find(given, tmp_path / "plugins").environment == {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "TF_CLI_ARGS_init": "-plugin-dir=/mirror",
        "TF_CLI_CONFIG_FILE": str(tmp_path / "rc"),
        "TF_PLUGIN_CACHE_DIR": str(tmp_path / "plugins"),
        "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1",
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
    }


@pytest.mark.parametrize("where", ["variable", ".terraformrc", "named file"])
def test_the_users_own_cache_of_providers_is_kept(where: str, tmp_path: Path) -> None:
    _program(tmp_path / "terraform")
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    setting = 'plugin_cache_dir = "/cache"\n'
    if where == "variable":
        environment["TF_PLUGIN_CACHE_DIR"] = "/cache"
    elif where == "named file":
        (tmp_path / "rc").write_text(setting)
        environment["TF_CLI_CONFIG_FILE"] = str(tmp_path / "rc")
    else:
        (tmp_path / where).write_text(setting)
    found = find(environment, tmp_path / "plugins").environment
    expected = "/cache" if where == "variable" else None
    assert found.get("TF_PLUGIN_CACHE_DIR") == expected
