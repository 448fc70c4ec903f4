# Compiles each file, and the files in each folder, so that no start of a Python has to, not even
# where the folder is not writable. Unchecked: a payload's name carries the hash of its content, and
# a hook's bytecode is removed whenever the hook is written.
import glob
import importlib.util
import os
import py_compile
import sys

UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH

os.umask(0o022)
for place in sys.argv[1:]:
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    # py_compile makes the folders of the path that it is given. From within, by name alone, nothing
    # that was removed meanwhile can come back.
    os.chdir(folder + "/__pycache__")
    for path in [place] if folder != place else glob.glob(glob.escape(folder) + "/*.py"):
        bytecode = os.path.basename(importlib.util.cache_from_source(path))
        py_compile.compile(path, bytecode, invalidation_mode=UNCHECKED)
