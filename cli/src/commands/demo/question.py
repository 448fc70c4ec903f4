import sys

print(getattr(getattr(sys, "implementation", None), "name", "python"))
print(sys.version_info[0])
print(sys.version_info[1])
try:
    import sysconfig
    print("free" if sysconfig.get_config_var("Py_GIL_DISABLED") else "gil")
except ImportError:
    print("gil")
try:
    # Debian keeps both in a package of their own; without ensurepip a venv has no pip.
    import ensurepip
    import venv
    print("venv")
except ImportError:
    print("no venv")
print(sys.executable)
