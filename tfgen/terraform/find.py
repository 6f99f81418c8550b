"""Which program is Terraform here, and the environment that it is run in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tfgen.errors import fail

PROGRAMS: Final = ("terraform", "tofu")
VARIABLE: Final = "TFGEN_TERRAFORM"
_INSTALL: Final = (
    "install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu "
    f"(https://opentofu.org/docs/intro/install), or name the program with {VARIABLE}"
)
# Values of variables are the user's own and no matter of a validation. The others would make
# Terraform write elsewhere, choose a workspace of a backend that is not asked, or say more than
# is read.
_LEFT_OUT: Final = re.compile(
    r"TF_VAR_.*|TF_DATA_DIR|TF_WORKSPACE|TF_LOG.*|TF_CLI_ARGS|TF_CLI_ARGS_(?:fmt|validate)"
)
_PATHS: Final = ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG", "TF_PLUGIN_CACHE_DIR")
_CONFIGURATIONS: Final = (".terraformrc", ".tofurc", ".config/opentofu/tofurc")
_CACHE: Final = re.compile(r"^\s*plugin_cache_dir\s*=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Terraform:
    """A program, and the variables of its environment."""

    program: str
    environment: Mapping[str, str]

    @property
    def name(self) -> str:
        """``terraform`` or ``tofu``, as messages say it."""
        return Path(self.program).name


def find(environment: Mapping[str, str], plugins: Path) -> Terraform:
    """Terraform, else OpenTofu, on PATH, or what TFGEN_TERRAFORM names; TfgenError without either.

    ``plugins`` is the folder in which roots share providers, unless the user's own environment or
    CLI configuration names one.
    """
    named = environment.get(VARIABLE)
    path = environment.get("PATH")
    for name in (named,) if named else PROGRAMS:
        found = shutil.which(name, path=path)
        if found is not None:
            return Terraform(str(Path(found).absolute()), _environment(environment, plugins))
    if named:
        raise fail(
            f'{VARIABLE} names "{named}", which is no program that can be run', None, _INSTALL
        )
    raise fail("--terraform needs terraform or tofu, and PATH has neither", None, _INSTALL)


def _environment(environment: Mapping[str, str], plugins: Path) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not _LEFT_OUT.fullmatch(name)}
    for name in _PATHS:  # Terraform runs in other folders.
        if kept.get(name):
            kept[name] = str(Path(kept[name]).absolute())
    if not kept.get("TF_PLUGIN_CACHE_DIR") and not _has_cache(kept):
        kept["TF_PLUGIN_CACHE_DIR"] = str(plugins)
    return {
        **kept,
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        # Without it, Terraform takes from the cache only what the lock file knows.
        "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1",
        "CHECKPOINT_DISABLE": "1",
    }


def _has_cache(environment: Mapping[str, str]) -> bool:
    """Whether the CLI configuration names a plugin cache."""
    named = environment.get("TF_CLI_CONFIG_FILE") or environment.get("TERRAFORM_CONFIG")
    home = Path(environment.get("HOME") or "~").expanduser()
    files = [Path(named)] if named else [home / name for name in _CONFIGURATIONS]
    for file in files:
        with suppress(OSError):
            if _CACHE.search(file.read_text("utf-8", "replace")):
                return True
    return False
