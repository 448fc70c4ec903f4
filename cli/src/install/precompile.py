# Compiles the payload's package, so that no start of a Python has to, not even where the payload's
# folder is not writable. Unchecked: the folder's name carries the content's hash already.
import glob
import importlib.util
import os
import py_compile
import sys

os.umask(0o022)
package = sys.argv[1] + "/cg_plot_capture"
# py_compile makes the folders of the path that it is given. From within, by name alone, nothing of
# a payload that was removed meanwhile can come back.
os.chdir(package + "/__pycache__")
for path in glob.glob(glob.escape(package) + "/*.py"):
    bytecode = os.path.basename(importlib.util.cache_from_source(path))
    py_compile.compile(path, bytecode, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
