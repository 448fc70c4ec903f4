//! The tables: what is wrong with a module, and how it is imported.

use std::path::Path;

/// Something wrong with an import.
pub(super) struct Case {
    /// What a failing test calls it.
    pub(super) name: &'static str,
    /// A file, by its path below the folder, and what it says besides or instead.
    file: (&'static str, &'static str),
    /// What `main.py` does before it imports.
    before: &'static str,
    /// A variable of the environment.
    pub(super) environment: Option<(&'static str, &'static str)>,
    /// Whether each of `WAYS` is tried.
    pub(super) every_way: bool,
    /// The first minor version of CPython 3 where it is alike.
    pub(super) since: u32,
}

/// A way to import pyplot.
pub(super) struct Way {
    pub(super) name: &'static str,
    /// What `main.py` does.
    main: &'static str,
    /// Python's arguments.
    pub(super) arguments: &'static [&'static str],
}

const fn way(name: &'static str, main: &'static str, arguments: &'static [&'static str]) -> Way {
    Way { name, main, arguments }
}

pub(super) const WAYS: &[Way] = &[
    way("by a module", "import matplotlib.pyplot as plt\n", &["-m", "main"]),
    way("by a program", "import matplotlib.pyplot as plt\n", &["-c", "import main"]),
    way("by a command", "", &["-c", "import matplotlib.pyplot"]),
    way("by itself", "", &["-m", "matplotlib.pyplot"]),
    way("in a function", "def f():\n    from matplotlib import pyplot\nf()\n", &["-m", "main"]),
    way(
        "by importlib",
        "import importlib\nimportlib.import_module('matplotlib.pyplot')\n",
        &["-m", "main"],
    ),
    way("by __import__", "__import__('matplotlib.pyplot')\n", &["-m", "main"]),
    way(
        "lazily",
        "import importlib.util, sys\n\
        spec = importlib.util.find_spec('matplotlib.pyplot')\n\
        module = importlib.util.module_from_spec(spec)\n\
        sys.modules['matplotlib.pyplot'] = module\n\
        importlib.util.LazyLoader(spec.loader).exec_module(module)\n\
        module.plot\n",
        &["-m", "main"],
    ),
    way(
        "by its loader",
        "import importlib.util\n\
        spec = importlib.util.find_spec('matplotlib.pyplot')\n\
        spec.loader.exec_module(importlib.util.module_from_spec(spec))\n",
        &["-m", "main"],
    ),
    way(
        "from an archive",
        "import os, sys, zipfile\n\
        folder = os.path.dirname(__file__)\n\
        with zipfile.ZipFile(folder + '/archive.zip', 'w') as archive:\n\
        \x20   for name in os.listdir(folder + '/matplotlib'):\n\
        \x20       archive.write(folder + '/matplotlib/' + name, 'matplotlib/' + name)\n\
        sys.path.insert(0, folder + '/archive.zip')\n\
        import matplotlib.pyplot\n",
        &["-m", "main"],
    ),
    way("timed", "import matplotlib.pyplot\n", &["-X", "importtime", "-m", "main"]),
    way("in development mode", "import matplotlib.pyplot\n", &["-X", "dev", "-m", "main"]),
    way("verbosely", "import matplotlib.pyplot\n", &["-v", "-m", "main"]),
];

const fn case(name: &'static str, path: &'static str, text: &'static str) -> Case {
    Case { name, file: (path, text), before: "", environment: None, every_way: false, since: 0 }
}

const PYPLOT: &str = "matplotlib/pyplot.py";
const RCSETUP: &str = "matplotlib/rcsetup.py";
const PACKAGE: &str = "matplotlib/__init__.py";
const STARTER: &str = "_posixsubprocess.py";

/// An error in a function, so that there is a frame of its own.
const RAISES: &str = "def f():\n    raise RuntimeError('broken')\nf()\n";
const SYNTAX: &str = "\ndef (:\n";
const IMPORTS: &str = "\nimport no_such_module\n";
const CHAINED: &str = "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ImportError('broken') from error\n";
const LACKS: &str = "\nimport sys\nsys.no_such_attribute\n";
const CTRL_C: &str =
    "\nimport os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n";
const EXITS: &str = "\nraise SystemExit(3)\n";
const WARNS: &str = "\nimport sys, traceback, warnings\n\
    warnings.simplefilter('always')\n\
    for level in 1, 2, 3:\n    warnings.warn('level %d' % level, stacklevel=level)\n\
    traceback.print_stack()\n\
    print([sys._getframe(depth).f_code.co_name for depth in range(6)])\n";

const fn at_rcsetup(name: &'static str, text: &'static str) -> Case {
    // We react to that module only where the environment asks for the backend by our bare name.
    Case { environment: Some(("MPLBACKEND", "cg_plot_capture")), ..case(name, RCSETUP, text) }
}

/// The start of a program with a finder behind ours, and what that does about pyplot.
macro_rules! finder_that {
    ($statement:literal) => {
        concat!(
            "import sys, matplotlib\n\
            class Finder:\n\
            \x20   @staticmethod\n\
            \x20   def find_spec(name, path=None, target=None):\n\
            \x20       if name == 'matplotlib.pyplot': ",
            $statement,
            "\nsys.meta_path.insert(1, Finder)\n"
        )
    };
}

const fn finder(name: &'static str, before: &'static str, since: u32) -> Case {
    Case { before, since, ..case(name, PYPLOT, "") }
}

pub(super) const CASES: &[Case] = &[
    Case { every_way: true, ..case("pyplot raises", PYPLOT, RAISES) },
    case("pyplot can't be parsed", PYPLOT, SYNTAX),
    case("pyplot imports what is not there", PYPLOT, IMPORTS),
    case("pyplot raises an ImportError from another error", PYPLOT, CHAINED),
    case("pyplot looks for what is not there", PYPLOT, LACKS),
    case("pyplot is interrupted", PYPLOT, CTRL_C),
    case("pyplot exits", PYPLOT, EXITS),
    case("pyplot has a null byte", PYPLOT, "\0"),
    case("pyplot is no UTF-8", PYPLOT, "# coding: no-such-coding\n"),
    case("pyplot warns and looks at the stack", PYPLOT, WARNS),
    at_rcsetup("rcsetup raises", RAISES),
    at_rcsetup("rcsetup can't be parsed", SYNTAX),
    at_rcsetup("rcsetup imports what is not there", IMPORTS),
    at_rcsetup("rcsetup is interrupted", CTRL_C),
    at_rcsetup("rcsetup warns and looks at the stack", WARNS),
    case("rcsetup raises, and nobody asks for us", RCSETUP, RAISES),
    case("the package raises", PACKAGE, RAISES),
    case("the package can't be parsed", PACKAGE, SYNTAX),
    case("the package is interrupted", PACKAGE, CTRL_C),
    case("the package imports what is not there", PACKAGE, IMPORTS),
    // Where it is no built-in module, this one comes first.
    Case { before: "import subprocess\n", ..case("what starts programs raises", STARTER, RAISES) },
    Case {
        before: "import subprocess\n",
        ..case("what starts programs imports", STARTER, IMPORTS)
    },
    Case {
        before: "import subprocess\n",
        ..case("what starts programs is broken", STARTER, SYNTAX)
    },
    Case {
        before: "import importlib, sys\nimport matplotlib.pyplot as plt\nsys.argv = 'again'\nimportlib.reload(plt)\n",
        ..case(
            "pyplot raises when it is loaded again",
            PYPLOT,
            "\nimport sys\nif sys.argv == 'again': raise RuntimeError\n",
        )
    },
    finder(
        "a loader of the program's own raises",
        concat!(
            "import importlib.machinery\n\
            class Loader(importlib.machinery.SourceFileLoader):\n\
            \x20   def exec_module(self, module):\n\
            \x20       raise RuntimeError(module.__name__)\n",
            finder_that!(
                "return importlib.machinery.ModuleSpec(name, Loader(name, '/nonexistent'))"
            ),
        ),
        0,
    ),
    finder(
        "a finder blocks pyplot",
        finder_that!("raise ImportError('blocked')"),
        super::REPLACES_TRACEBACKS,
    ),
    finder(
        "a finder raises",
        finder_that!("raise RuntimeError('broken')"),
        super::REPLACES_TRACEBACKS,
    ),
];

impl Case {
    /// Writes what it needs into a folder.
    pub(super) fn write(&self, folder: &Path, way: &Way) {
        fs_err::create_dir(folder.join("matplotlib")).unwrap();
        for (path, text) in [
            (PACKAGE, "from . import rcsetup\n__version_info__ = (3, 5)\n"),
            (RCSETUP, "_validators = {}\ndef validate_backend(name):\n    return name\n"),
            (PYPLOT, "def plot():\n    pass\n"),
        ] {
            fs_err::write(folder.join(path), text).unwrap();
        }
        let path = folder.join(self.file.0);
        let before = fs_err::read_to_string(&path).unwrap_or_default();
        fs_err::write(path, before + self.file.1).unwrap();
        fs_err::write(folder.join("main.py"), format!("{}{}", self.before, way.main)).unwrap();
    }
}
