"""Stands in for Matplotlib's build backend, so that pip can download its source without a compiler."""

import pathlib
import shutil


def prepare_metadata_for_build_wheel(folder, settings=None):
    """A source distribution brings its metadata with it."""
    info = pathlib.Path(folder, "matplotlib.dist-info")
    info.mkdir()
    shutil.copy("PKG-INFO", info / "METADATA")
    return info.name
