# What this interpreter is, as one tagged line of JSON. Any Python since 2.6 runs it. It imports
# nothing else: `json` alone would double its time.
import sys

try:
    implementation = sys.implementation.name
except AttributeError:
    implementation = "pypy" if "__pypy__" in sys.builtin_module_names else "cpython"

base = getattr(sys, "base_prefix", sys.prefix)
name = "/python%d%d.zip" % sys.version_info[:2]
bases = (base.rstrip("/") + "/", getattr(sys, "base_exec_prefix", base).rstrip("/") + "/")
zips = [entry for entry in sys.path if entry.endswith(name) and entry.startswith(bases)]


def text(value):
    return '"%s"' % value.replace("\\", "\\\\").replace('"', '\\"')


answer = [
    ("implementation", text(implementation)),
    ("version", "[%d, %d, %d]" % sys.version_info[:3]),
    ("executable", text(getattr(sys, "_base_executable", None) or sys.executable)),
    ("base_prefix", text(base)),
    ("zip", text(zips[0]) if zips else "null"),
    ("free_threaded", "true" if "t" in getattr(sys, "abiflags", "") else "false"),
    ("bits", "64" if sys.maxsize > 2 ** 32 else "32"),
]
print("\ncg-plot-capture: {%s}" % ", ".join('"%s": %s' % pair for pair in answer))
