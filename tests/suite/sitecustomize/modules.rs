//! Programs that empty `sys.modules` of what they do not know, or put an earlier state of it back: the
//! capture goes on, each process has one counter, and Matplotlib finds what it finds without us.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::figures::MINORS;

/// Which modules a program takes out, as `scripts/modules/emptied.py` calls them.
const WHICH: [&str; 6] = ["unknown", "matplotlib", "both", "ours", "none", "all"];

/// When it does so: before it imports pyplot, after that, after a show, before it imports pyplot once
/// more, or when a figure is drawn that it shows next.
const WHEN: [&str; 5] = ["before", "imported", "shown", "again", "drawn"];

/// Those that are tried without `CG_PLOT_TESTS=all`, by layer. All of them work without us.
const FEW: [(Layer, &str, &str); 3] = [
    (Layer::Preload, "unknown", "drawn"),
    (Layer::Hook, "all", "before"),
    (Layer::Backend, "matplotlib", "again"),
];

/// The modules of ours whose loading is interrupted, by the end of their paths.
const INTERRUPTED: [(&str, &str, &str); 8] = [
    ("_import_watch", "SIGINT", "matplotlib"),
    ("_import_watch", "SIGALRM", "turtle"),
    ("_pictures/turtle", "SIGALRM", "turtle"),
    ("_backend_switch", "SIGINT", "matplotlib"),
    ("_backend_switch", "SIGALRM", "matplotlib"),
    ("_matplotlib_private", "SIGINT", "matplotlib"),
    ("backend", "SIGINT", "matplotlib"),
    ("__init__", "SIGINT", "matplotlib"),
];

/// What captures in a process, alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Preload,
    Hook,
    /// The backend by its name, with nothing enabled.
    Backend,
}

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "a program that empties sys.modules goes on showing figures";
    if tests_all() {
        suite.on_pythons(name, &MINORS, |python| {
            let setup = Setup::new(python);
            for layer in [Layer::Preload, Layer::Hook, Layer::Backend] {
                for which in WHICH {
                    WHEN.iter().for_each(|when| setup.goes_on(layer, which, when));
                }
            }
        });
    } else {
        suite.on_newest(name, |python| {
            let setup = Setup::new(python);
            for (layer, which, when) in FEW {
                setup.goes_on(layer, which, when);
            }
        });
    }
    let name = "sys.modules as it was before Matplotlib was imported loses no figure";
    suite.on_newest(name, |python| {
        let setup = Setup::new(python);
        let layers = [Layer::Preload, Layer::Backend];
        for layer in layers.into_iter().take(if tests_all() { 2 } else { 1 }) {
            let delivery = setup.delivery(layer, "snapshot", &[]).success();
            assert_eq!(delivery.names(), numbered(2), "{layer:?}: {}", delivery.stderr());
        }
    });
    for (name, program) in [
        ("two Matplotlibs in a process have one counter", "two"),
        ("modules of ours that are loaded again have one counter", "reloaded"),
    ] {
        suite.on_newest_or_all(name, &MINORS, move |python| {
            let setup = Setup::new(python);
            let delivery = setup.delivery(Layer::Preload, program, &[]).success();
            let shown = delivery.stdout().trim().parse().unwrap();
            assert_eq!(delivery.names(), numbered(shown), "{}", delivery.stderr());
            assert_eq!(delivery.stderr(), "");
        });
    }
    let name = "an interrupt while ours is loaded leaves nothing behind that is half loaded";
    suite.on_newest(name, |python| {
        let setup = Setup::new(python);
        let count = if tests_all() { INTERRUPTED.len() } else { 3 };
        for (module, signal, library) in &INTERRUPTED[..count] {
            let file = format!("cg_plot_capture/{module}.py");
            let arguments = [&file, *signal, library];
            let delivery = setup.delivery(Layer::Preload, "interrupted", &arguments).success();
            assert_eq!((delivery.stdout().trim(), delivery.names()), ("2", numbered(1)), "{file}");
            assert_eq!(delivery.stderr(), "", "{file}");
        }
    });
    suite.on_newest("a PEX delivers, and so does what it starts", |python| {
        // It comes in a second. A whole one, with Matplotlib in it, is 40 MB.
        pexes(python, &[&["--inherit-path=fallback"]]);
    });
    if tests_all() {
        let name = "a PEX with Matplotlib in it delivers, and so does what it starts";
        suite.on_pythons(name, &[9, 13], |python| {
            let venv = venv_with(python, &TOOLS);
            let venv = venv.parent().and_then(Path::parent).unwrap().to_str().unwrap();
            let with = ["matplotlib", "--venv-repository", venv];
            let ways: &[&[&str]] = &[&[], &["--layout=loose"], &["--venv=prepend"]];
            let ways: Vec<Vec<&str>> = ways.iter().map(|way| [&with, *way].concat()).collect();
            pexes(python, &ways.iter().map(Vec::as_slice).collect::<Vec<_>>());
        });
    }
}

/// What these tests share.
struct Setup {
    installation: Installation,
    kept: PathBuf,
    hooked: PathBuf,
}

impl Setup {
    fn new(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        let hooked = installation.venv("venv");
        Self { installation, kept: venv_with(python, &["matplotlib"]), hooked }
    }

    fn delivery(&self, layer: Layer, name: &str, arguments: &[&str]) -> Delivery {
        let mut command = match layer {
            Layer::Preload => self.installation.preloaded(&self.kept),
            Layer::Hook => self.installation.home.command(&self.hooked),
            Layer::Backend => {
                let mut command = self.installation.home.command(&self.kept);
                command.env("PYTHONPATH", self.installation.preload().parent().unwrap());
                command.env("MPLBACKEND", "module://cg_plot_capture");
                command
            }
        };
        // Python or NumPy warn of what these programs do.
        command.args(["-W", "ignore"]).arg(script(&format!("modules/{name}"))).args(arguments);
        deliver(&mut command)
    }

    /// Every figure of each process arrives, numbered from 1; and where Matplotlib itself can't go on,
    /// the program ends as without us.
    #[track_caller]
    fn goes_on(&self, layer: Layer, which: &str, when: &str) {
        let delivery = self.delivery(layer, "emptied", &[which, when]);
        let (out, err) = (delivery.stdout(), delivery.stderr());
        let row = format!("{layer:?} {which} {when}: {err}");
        if !delivery.output.status.success() {
            let mut plain = self.installation.home.command(&self.kept);
            plain.env("MPLBACKEND", "agg").args(["-W", "ignore"]).arg(script("modules/emptied"));
            let plain = run(plain.args([which, when]));
            let last = |text: &str| text.lines().last().unwrap_or_default().to_owned();
            assert_eq!(plain.status.code(), delivery.output.status.code(), "{row}");
            assert_eq!(last(&String::from_utf8_lossy(&plain.stderr)), last(&err), "{row}");
            return;
        }
        let processes = out.split_whitespace().map(|shown| shown.parse().unwrap());
        let names: Vec<String> = processes.flat_map(numbered).collect();
        assert_eq!(delivery.names(), names, "{row}");
        assert_eq!(err, "", "{row}");
    }
}

/// The names of a process's figures.
fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("plot_{number}.svg")).collect()
}

/// Packs a program by each set of options, and runs it under each layer.
fn pexes(python: &Interpreter, ways: &[&[&str]]) {
    let installation = Installation::shared(python, &[]);
    let venv = venv_with(python, &TOOLS);
    let hooked = installation.venv("venv");
    let folder = installation.home.path();
    for (number, options) in ways.iter().enumerate() {
        let pex = folder.join(format!("{number}.pex"));
        let root = folder.join(format!("root-{number}"));
        let mut command: Command = installation.home.command(venv.with_file_name("pex"));
        command.args(*options).arg("--no-compile").arg("--exe").arg(script("modules/packed"));
        succeed(command.arg("-o").arg(&pex).env("PEX_ROOT", &root));
        for mut command in [installation.preloaded(&venv), installation.home.command(&hooked)] {
            let delivery = deliver(command.arg(&pex).env("PEX_ROOT", &root)).success();
            let figures = ["plot_1.svg", "plot_1.svg"];
            assert_eq!(delivery.names(), figures, "{options:?}: {}", delivery.stderr());
            assert_eq!((delivery.stdout(), delivery.stderr()), ("done\n".into(), String::new()));
        }
    }
}
