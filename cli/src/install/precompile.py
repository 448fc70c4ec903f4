# Compiles each file, and the files in each folder, so that no start of a Python has to, not even
# where the folder is not writable. Those of a folder unchecked, because a payload's name carries the
# hash of its content; a hook's by its hash, because somebody may put a file of his own in its place.
import glob
import importlib.util
import os
import py_compile
import sys

MODES = py_compile.PycInvalidationMode

os.umask(0o022)
for place in sys.argv[1:]:
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    # py_compile makes the folders of the path that it is given. From within, by name alone, nothing
    # that was removed meanwhile can come back.
    os.chdir(folder + "/__pycache__")
    paths, mode = [place], MODES.CHECKED_HASH
    if folder == place:
        paths, mode = glob.glob(glob.escape(folder) + "/*.py"), MODES.UNCHECKED_HASH
    for path in paths:
        bytecode = os.path.basename(importlib.util.cache_from_source(path))
        py_compile.compile(path, bytecode, invalidation_mode=mode)
