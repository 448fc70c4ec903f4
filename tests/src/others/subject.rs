//! What is run: modules of tests, and builds.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::interpreter::Interpreter;
use crate::matplotlib::{packages_of, try_venv_with, venv_with};
use crate::source;

/// What the tests of packages need.
const PACKAGES: [&str; 5] = ["matplotlib", "pandas", "scipy", "pytest", "hypothesis"];

/// Source distributions, one for each tool that builds: setuptools, with and without C, flit,
/// hatchling, and meson.
const SOURCES: [&str; 5] = [
    "cycler==0.12.1",
    "markupsafe==3.0.2",
    "pyparsing==3.2.0",
    "iniconfig==2.0.0",
    "contourpy==1.3.1",
];

/// Seconds after which `python -m test` gives a module up.
const PATIENCE: &str = "600";

/// Tests that hang without us (in 3.11.7 and 3.13.0): minor version, module, pattern.
const HANGING: [(u32, &str, &str); 4] = [
    (11, "test__xxsubinterpreters", "*"),
    (11, "test_interpreters", "*"),
    // In a virtual machine, whose host does not answer.
    (11, "test_socket", "ThreadedVSOCKSocketStreamTest"),
    (13, "test_threading", "test_print_exception_gh_102056"),
];

/// Something that is run in one go.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The interpreter that it is run by.
    pub python: Interpreter,
    /// Which.
    pub kind: Kind,
}

/// The ways of running tests.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A module of CPython's own tests, which come with the interpreter.
    Regression(String),
    /// A file of Matplotlib's tests below `lib` of its sources.
    Matplotlib(String),
    /// A module of the tests that come with pandas.
    Pandas(String),
    /// pip builds this source distribution in an environment of its own and installs it.
    Source(&'static str),
}

impl Subject {
    /// Its name, by which it is asked for.
    pub fn name(&self) -> String {
        let (major, minor) = self.python.version;
        match &self.kind {
            Kind::Regression(module) => format!("cpython-{major}.{minor} {module}"),
            Kind::Matplotlib(file) => format!("matplotlib {file}"),
            Kind::Pandas(module) => format!("pandas {module}"),
            Kind::Source(requirement) => format!("pip {requirement}"),
        }
    }

    /// What its `python` needs, or `None` if that is the interpreter itself.
    pub fn packages(&self) -> Option<&'static [&'static str]> {
        matches!(self.kind, Kind::Matplotlib(_) | Kind::Pandas(_)).then_some(&PACKAGES)
    }

    /// Makes `command`, which runs a Python in a new folder, run this; what it writes goes to `folder`.
    pub fn ask(&self, command: &mut Command, folder: &Path) {
        let xml = xml(folder);
        match &self.kind {
            Kind::Regression(module) => {
                // They test bytecode, too.
                command.env_remove("PYTHONDONTWRITEBYTECODE");
                command.args(["-m", "test", "--fail-env-changed", "--timeout", PATIENCE]);
                let here = |hanging: &&(u32, &str, &str)| {
                    (hanging.0, hanging.1) == (self.python.version.1, module)
                };
                for (.., test) in HANGING.iter().filter(here) {
                    command.args(["--ignore", test]);
                }
                command.arg("--junit-xml").arg(xml).arg(module);
            }
            Kind::Matplotlib(file) => {
                let lib = source::matplotlib(&venv_with(&self.python, &PACKAGES)).join("lib");
                let tests = Path::new(file).parent().unwrap();
                // Where they are, the sources would be imported, which are not built.
                let here = folder.join("tests");
                symlink(lib.join(tests), &here).unwrap();
                pytest(command, &xml).arg(here.join(Path::new(file).file_name().unwrap()));
            }
            Kind::Pandas(module) => {
                let packages = packages_of(&venv_with(&self.python, &PACKAGES));
                // Where its options are. The wheel has no data files, and what wants one would fail.
                let above = packages.join("pandas");
                pytest(command, &xml).arg("--no-strict-data-files").arg("--confcutdir").arg(above);
                command.arg(packages.join(module.replace('.', "/")).with_extension("py"));
            }
            Kind::Source(requirement) => {
                // How this machine reaches the registry.
                let set = std::env::vars_os();
                command.envs(set.filter(|(name, _)| {
                    let name = name.to_string_lossy();
                    name.starts_with("PIP_") || name.starts_with("SSL_CERT")
                }));
                command.args(["-m", "pip", "install", "--no-deps", "--no-cache-dir"]);
                command.args(["--no-binary", requirement.split('=').next().unwrap()]);
                command.arg("--target").arg(made(folder)).arg(requirement);
            }
        }
    }
}

/// Where the runner writes its outcomes.
pub fn xml(folder: &Path) -> PathBuf {
    folder.join("tests.xml")
}

/// Where something is installed.
pub fn made(folder: &Path) -> PathBuf {
    folder.join("made")
}

fn pytest<'a>(command: &'a mut Command, xml: &Path) -> &'a mut Command {
    // Its cache would be beside the packages, which others use too.
    command.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts="]);
    command.arg("--junit-xml").arg(xml)
}

/// Every module of CPython's own tests; empty where the interpreter came without them.
pub fn regression(python: &Interpreter) -> Vec<Subject> {
    let names = modules(&python.library.join("test"));
    let subject = |name| Subject { python: python.clone(), kind: Kind::Regression(name) };
    names.into_iter().map(subject).collect()
}

/// The tests of Matplotlib and of pandas' plotting, and builds by pip; or why they can't be had.
pub fn packages(python: &Interpreter) -> Result<Vec<Subject>, String> {
    let venv = try_venv_with(python, &PACKAGES)?;
    let lib = source::matplotlib(&venv).join("lib");
    let toolkits = ["mplot3d", "axes_grid1", "axisartist"];
    let toolkits = toolkits.map(|name| format!("mpl_toolkits/{name}/tests"));
    let folders = ["matplotlib/tests".to_owned()].into_iter().chain(toolkits);
    let files = folders.flat_map(|folder| {
        let names = modules(&lib.join(&folder));
        names.into_iter().map(move |name| Kind::Matplotlib(format!("{folder}/{name}.py")))
    });
    let plotting = packages_of(&venv).join("pandas/tests/plotting");
    let own = modules(&plotting).into_iter().map(|name| format!("pandas.tests.plotting.{name}"));
    let frame = modules(&plotting.join("frame"));
    let frame = frame.into_iter().map(|name| format!("pandas.tests.plotting.frame.{name}"));
    let pandas = own.chain(frame).map(Kind::Pandas);
    let kinds = files.chain(pandas).chain(SOURCES.map(Kind::Source));
    Ok(kinds.map(|kind| Subject { python: python.clone(), kind }).collect())
}

/// The names of what can be tested in a folder, in order.
fn modules(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with("test_"))
        .filter_map(|name| match name.split_once('.') {
            None => Some(name),
            Some((stem, "py")) => Some(stem.to_owned()),
            _ => None,
        })
        .collect();
    names.sort();
    names
}
