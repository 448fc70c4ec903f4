# Compiles each file, and the files in each folder, so that no start of a Python has to, even if the
# folder is not writable. Files in a folder get unchecked bytecode, because the payload's name has
# the hash of its content. A hook's bytecode is checked by the hash of its source, because somebody
# may replace the hook.
import glob
import importlib.util
import os
import py_compile
import sys

MODES = py_compile.PycInvalidationMode

os.umask(0o022)
for place in sys.argv[1:]:
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    # py_compile would make the folders of its path. From inside the folder, by name alone, it can't
    # bring back a folder that was removed meanwhile.
    os.chdir(folder + "/__pycache__")
    paths, mode = [place], MODES.CHECKED_HASH
    if folder == place:
        paths, mode = glob.glob(glob.escape(folder) + "/*.py"), MODES.UNCHECKED_HASH
    for path in paths:
        bytecode = os.path.basename(importlib.util.cache_from_source(path))
        py_compile.compile(path, bytecode, invalidation_mode=mode)
