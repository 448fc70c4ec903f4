# Shows one real figure and prints the result as one tagged line of JSON on stderr.
import json
import sys

answer = {"matplotlib": None, "backend": None, "formats": [], "original": None, "failure": None}
try:
    import matplotlib

    answer["matplotlib"] = matplotlib.__version__
    from importlib.metadata import PackageNotFoundError, version

    try:
        answer["original"] = version("cg-plot-capture")
    except PackageNotFoundError:
        pass
    # Without the capture, a program that asks for a window fails.
    matplotlib.use("TkAgg")
    import matplotlib.pyplot as plt

    figure = plt.figure()
    figure.add_subplot().plot([1, 2])
    answer["formats"] = sorted(figure.canvas.get_supported_filetypes())
    plt.show()
    answer["backend"] = plt.get_backend()
except ModuleNotFoundError as error:
    if error.name != "matplotlib":
        answer["failure"] = str(error)
except Exception as error:
    answer["failure"] = "%s: %s" % (type(error).__name__, error)
sys.stderr.write("\ncg-plot-capture: %s\n" % json.dumps(answer))
