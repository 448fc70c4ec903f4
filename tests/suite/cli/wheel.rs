//! `pip install`: the backend with nothing enabled, and the command.

use cg_plot_capture_tests::matplotlib::fresh_venv;
use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::libraries::PACKAGES;
use built::{Environment, builder};

mod built;
mod enabled;
mod startup_files;

/// Each Python's minor version, Matplotlib and requirements. By default those of the newest Python, and of
/// those that few machines have.
const PAIRS: [(u32, &str, &[&str]); 9] = [
    (9, "3.6", &["matplotlib==3.6.*", "numpy<2"]),
    (9, "3.7", &["matplotlib==3.7.*", "numpy<2"]),
    (10, "3.8", &["matplotlib==3.8.*"]),
    (11, "3.9", &["matplotlib==3.9.*"]),
    (12, "3.10", &["matplotlib==3.10.*"]),
    (13, "3.11", &["matplotlib==3.11.*"]),
    (14, "3.10", &["matplotlib==3.10.*"]),
    (14, "3.11", &["matplotlib==3.11.*"]),
    (15, "3.11", &["matplotlib==3.11.*"]),
];

/// The requirements of the newest Python.
const NEWEST: &[&str] = &["matplotlib"];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let first = Interpreter::newest().map_or(0, |python| python.version.1);
    for (minor, version, packages) in PAIRS {
        if minor < first && !tests_all() {
            continue;
        }
        let name = format!("the wheel's quick start (CPython 3.{minor}, Matplotlib {version})");
        suite.needing(&name, python(minor), move |python| quick_start(&python, packages));
    }
    let newest = || Interpreter::newest().and_then(|python| builder().map(|_| python));
    suite.needing("the wheel's extras bring seaborn and plotnine", newest(), |python| {
        extras(&python);
    });
    let shared = Shared::on(newest(), |python| Machine::new(python, NEWEST, ""));
    shared.test(suite, "workers deliver with the wheel alone", workers);
    shared.test(suite, "the wheel is not felt where nobody names it", alone);
    shared.test(suite, "a Python that can't be captured gets Agg from the wheel", agg);
    suite.needing("pip uninstall leaves no file of the wheel", newest(), |python| {
        let home = Home::new();
        let folder = home.path().join("venv");
        let fresh = fresh_venv(&python, &python, &folder, NEWEST);
        let before = paths(&folder);
        let environment = Environment::install(fresh, venv_with(&python, NEWEST), "");
        assert!(run(&mut home.command(environment.command())).status.code().is_some());
        let machine = Machine { home, environment };
        let mut python = machine.python();
        // As for everybody else, Python keeps what it has compiled.
        python.env_remove("PYTHONDONTWRITEBYTECODE").arg(script("two_shows"));
        assert_eq!(deliver(&mut python).success().names().len(), 2);
        machine.environment.uninstall();
        assert_eq!(paths(&folder), before);
    });
    enabled::add(suite);
    startup_files::add(suite);
}

/// An interpreter on a machine that can build the wheel.
fn python(minor: u32) -> Result<Interpreter, String> {
    Interpreter::any(3, minor).and_then(|python| builder().map(|_| python))
}

/// A home with an environment that has the wheel.
struct Machine {
    home: Home,
    environment: Environment,
}

impl Machine {
    fn new(python: &Interpreter, packages: &[&str], extras: &str) -> Self {
        let home = Home::new();
        let fresh = fresh_venv(python, python, &home.path().join("venv"), packages);
        let environment = Environment::install(fresh, venv_with(python, packages), extras);
        Self { home, environment }
    }

    /// The environment's Python as the quick start has it.
    fn python(&self) -> Command {
        let mut python = self.home.command(&self.environment.python);
        python.env("MPLBACKEND", "cg_plot_capture");
        python
    }

    /// A script as the quick start runs it, in a new folder of the home, with other variables.
    fn quick_start(&self, folder: &str, variables: &[(&str, &str)]) -> Delivery {
        let folder = self.home.path().join(folder);
        fs_err::create_dir(&folder).unwrap();
        let mut python = self.python();
        python.arg(script("two_shows")).current_dir(folder).envs(variables.iter().copied());
        let delivery = deliver(&mut python).success();
        assert_eq!((delivery.stdout(), delivery.stderr()), (String::new(), String::new()));
        delivery
    }

    /// The files in a folder of the home.
    fn files(&self, folder: &str) -> Vec<String> {
        names(&self.home.path().join(folder))
    }
}

fn quick_start(python: &Interpreter, packages: &[&str]) {
    let machine = Machine::new(python, packages, "");
    let none = Vec::<String>::new();

    assert_eq!(machine.quick_start("bare", &[]).names(), ["plot_1.svg", "plot_2.svg"]);
    assert_eq!(machine.files("bare"), none);

    let both = [("CG_PLOT_MODE", "both"), ("CG_PLOT_FILENAME", "analysis_{i:03d}.pdf")];
    let delivery = machine.quick_start("both", &both);
    assert_eq!(delivery.names(), ["analysis_001.svg", "analysis_002.svg"]);
    assert_eq!(machine.files("both"), ["analysis_001.pdf", "analysis_002.pdf"]);

    let module = [("MPLBACKEND", "module://cg_plot_capture")];
    assert_eq!(machine.quick_start("module", &module).names().len(), 2);

    assert_eq!(machine.quick_start("off", &[("CG_PLOT_CAPTURE", "off")]).names(), none);
    assert_eq!(machine.files("off"), none);

    let mut at_runtime = machine.home.command(&machine.environment.python);
    let delivery = deliver(at_runtime.arg(script("wheel/at_runtime"))).success();
    assert_eq!((delivery.names(), delivery.stderr()), (vec!["plot_1.svg".into()], String::new()));

    let code = "import matplotlib.pyplot as plt; plt.switch_backend('cg_plot_capture'); \
        plt.figure(); print(plt.get_backend())";
    assert_eq!(succeed(machine.python().args(["-c", code])), "cg_plot_capture\n");
}

fn extras(python: &Interpreter) {
    let machine = Machine::new(python, &PACKAGES, "[seaborn,plotnine]");
    // That what they draw is delivered is another test's, by default.
    if tests_all() {
        let delivery = deliver(machine.python().arg(script("wheel/extras"))).success();
        assert_eq!((delivery.messages().len(), delivery.stderr()), (2, String::new()));
    }
    let code =
        "from importlib.metadata import requires; print(*sorted(requires('cg-plot-capture')))";
    let required = succeed(machine.python().args(["-c", code]));
    for requirement in ["matplotlib>=3.6", "seaborn>=", "plotnine>="] {
        assert!(required.contains(requirement), "{required}");
    }
}

fn workers(machine: &Machine) {
    let contexts = ["spawn", "forkserver", "fork"];
    for context in contexts.into_iter().take(if tests_all() { 3 } else { 1 }) {
        let mut python = machine.python();
        let delivery = deliver(python.arg(script("workers")).arg(context)).success();
        assert_eq!(delivery.messages().len(), 6, "{context}: {}", delivery.stderr());
    }
    // A file that the program opens at 3 is no channel, even if Matplotlib comes later.
    let file = machine.home.path().join("file");
    let code = format!(
        "import os\nos.dup2(os.open({file:?}, os.O_RDWR | os.O_CREAT), 3)\n\
        import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    );
    succeed(machine.python().args(["-c", &code]));
    assert_eq!(fs_err::read(file).unwrap(), b"");
}

fn alone(machine: &Machine) {
    let code = "import sys; print(sys.meta_path, sorted(sys.modules))";
    let said = |backend: &str| {
        let mut python = machine.home.command(&machine.environment.python);
        succeed(python.args(["-c", code]).env("MPLBACKEND", backend))
    };
    assert!(said("cg_plot_capture").contains("_cg_plot_capture_startup"));
    for other in ["", "agg", "module://plot_capture"] {
        assert!(!said(other).contains("cg_plot"), "{}", said(other));
    }
}

fn agg(machine: &Machine) {
    for other in ["sys.implementation.name = 'other'", "sys.abiflags = 't'"] {
        let code = format!(
            "import sys; {other}; import cg_plot_capture as it; \
            print(it.FigureCanvas.__name__, 'cg_plot_capture._start' in sys.modules)"
        );
        let mut python = machine.home.command(&machine.environment.python);
        assert_eq!(succeed(python.args(["-c", &code])), "FigureCanvasAgg False\n");
    }
}

/// Every path of a folder.
pub(super) fn paths(folder: &Path) -> BTreeSet<PathBuf> {
    state(folder).into_keys().collect()
}
