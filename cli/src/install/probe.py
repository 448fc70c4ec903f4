# Prints what this interpreter is, as one tagged line of JSON. It runs on any Python since 2.6. It
# does not import `json`, which would double its time.
import sys

try:
    implementation = sys.implementation.name
except AttributeError:
    implementation = "pypy" if "__pypy__" in sys.builtin_module_names else "cpython"

base = getattr(sys, "base_prefix", sys.prefix)
base_exec = getattr(sys, "base_exec_prefix", base)
name = "/python%d%d.zip" % sys.version_info[:2]
bases = (base.rstrip("/") + "/", base_exec.rstrip("/") + "/")
zips = [entry for entry in sys.path if entry.endswith(name) and entry.startswith(bases)]


def text(value):
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    # A folder's name may have a line break.
    return '"%s"' % "".join(c if c >= " " else "\\u%04x" % ord(c) for c in escaped)


library = user = None
sites = []
if implementation == "cpython" and sys.version_info[0] >= 3:
    import os
    import site

    library = os.path.dirname(os.__file__)
    sites = site.getsitepackages([base, base_exec])
    if site.check_enableusersite():
        user = site.getusersitepackages()

answer = [
    ("implementation", text(implementation)),
    ("version", "[%d, %d, %d]" % sys.version_info[:3]),
    ("executable", text(getattr(sys, "_base_executable", None) or sys.executable)),
    ("base_prefix", text(base)),
    ("zip", text(zips[0]) if zips else "null"),
    ("library", text(library) if library else "null"),
    ("sites", "[%s]" % ", ".join(map(text, sites))),
    ("user_site", text(user) if user else "null"),
    ("free_threaded", "true" if "t" in getattr(sys, "abiflags", "") else "false"),
    ("bits", "64" if sys.maxsize > 2 ** 32 else "32"),
]
print("\ncg-plot-capture: {%s}" % ", ".join('"%s": %s' % pair for pair in answer))
