"""The part of the packaging that setup.cfg cannot say: what `tfgen init` writes is in the wheel."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
SHIPPED = ("environments", "templates")
TARGET = "tfgen/starter/project"


class BuildPy(build_py):
    """Copies environments/ and templates/ into the package; an editable install reads them here."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib, TARGET)
        shutil.rmtree(target, ignore_errors=True)
        for name in SHIPPED:
            shutil.copytree(HERE / name, target / name)


setup(cmdclass={"build_py": BuildPy})
