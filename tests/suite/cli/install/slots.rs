//! Where the best place for a hook is taken, the next one is: each reaches what it says.

use cg_plot_capture_tests::prelude::*;

use super::interrupted;
use super::machine::{Machine, State, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let minors = [9, 11, 13];
    let name =
        "a zip file in the first slot leaves the standard library, and every venv is reached";
    suite.on_newest_or_all(name, &minors[..2], |python| library(&Machine::new(python)));
    let name = "a sitecustomize in the standard library too leaves the packages, and it still runs";
    suite.on_pythons(name, &minors, |python| packages(&Machine::new(python)));
    for minor in minors {
        let name = format!(
            "an interpreter that is read-only gets a hook among the user's packages (CPython 3.{minor})"
        );
        let need = Interpreter::cpython(3, minor).and_then(|it| namespaces().map(|()| it));
        suite.seldom_if(minor != 13).needing(&name, need, |it| user_packages(&Machine::new(&it)));
    }
    let name = "a folder of the user's packages that was there stays on sys.path";
    Machine::test(suite, name, |machine| {
        leave_user_packages(machine);
        fs_err::create_dir_all(user_site(machine)).unwrap();
        let before = machine.state();
        let (_, _, path) = start(machine, &machine.python.program, &[]);
        assert!(path.contains(user_site(machine).to_str().unwrap()));
        machine.enable(&[]);
        machine.enable(&[]);
        let after = start(machine, &machine.python.program, &[]);
        assert_eq!(after, ("hook ran []".into(), 1, path));
        machine.disable();
        same(&machine.state(), &before);
    });
    // The same is killed at fewer changes elsewhere.
    let name = "a kill of enable leaves nothing in the standard library";
    Machine::needing(suite.seldom(), name, tool("gcc"), |machine| {
        take_zip(machine);
        interrupted::killed(machine);
    });
    let name = "a kill of enable leaves nothing among the user's packages";
    Machine::needing(suite.seldom(), name, tool("gcc"), |machine| {
        leave_user_packages(machine);
        interrupted::killed(machine);
    });
    let name = "two hooks in one interpreter arm once and run what is behind them";
    Machine::test(suite, name, |machine| {
        take_zip(machine);
        let before = machine.state();
        machine.enable(&[]);
        fs_err::remove_file(machine.hook().parent().unwrap()).unwrap();
        machine.enable(&[]);
        assert!(machine.hook().exists() && library_s(machine).exists());
        assert_eq!(start(machine, &machine.python.program, &[]).0, "hook None []");
        machine.disable();
        take_zip(machine);
        forget_home(machine, before);
    });
}

/// A command where `folder` is read-only, for root too.
pub(crate) fn read_only(folder: &Path, command: &Command) -> Command {
    let script =
        "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && shift && exec \"$@\"";
    let rights = if nix::unistd::geteuid().is_root() { "-m" } else { "-Urm" };
    within(&["unshare", rights, "sh", "-c", script, "sh", folder.to_str().unwrap()], command)
}

/// Whether folders can be made read-only here.
pub(super) fn namespaces() -> Result<(), String> {
    let mut command = read_only(Path::new("/usr"), Command::new("true").current_dir("/"));
    match command.env("PATH", "/usr/bin:/bin").status().is_ok_and(|status| status.success()) {
        true => Ok(()),
        false => Err("mount namespaces are not permitted".into()),
    }
}

const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

pub(super) fn take_zip(machine: &Machine) {
    fs_err::write(machine.hook().parent().unwrap(), EMPTY_ZIP).unwrap();
}

pub(super) fn take_library(machine: &Machine) {
    free_library(machine);
    fs_err::write(library_s(machine), "import builtins\nbuiltins.theirs = 'ran'\n").unwrap();
    start_with_bytecode(machine);
}

/// Takes all slots but that among the user's packages.
fn leave_user_packages(machine: &Machine) {
    take_zip(machine);
    take_library(machine);
    fs_err::remove_dir_all(machine.python.library.join("site-packages")).unwrap();
}

/// The `sitecustomize` of the standard library.
fn library_s(machine: &Machine) -> PathBuf {
    machine.python.library.join("sitecustomize.py")
}

/// Debian's is taken.
fn free_library(machine: &Machine) {
    let (_, minor) = machine.python.version;
    let bytecode = format!("__pycache__/sitecustomize.cpython-3{minor}.pyc");
    for name in ["sitecustomize.py", &bytecode] {
        let _ = fs_err::remove_file(machine.python.library.join(name));
    }
}

fn user_site(machine: &Machine) -> PathBuf {
    let minor = machine.python.version.1;
    machine.path(&format!(".local/lib/python3.{minor}/site-packages"))
}

/// Who armed a Python that is started so, how many messages it sent, and its `sys.path`.
fn start(machine: &Machine, program: &Path, options: &[&str]) -> (String, usize, String) {
    let code = "import sys, builtins; start = sys.modules.get('cg_plot_capture._start'); \
        start and start.probe(); print(getattr(start, 'layer', None), \
        getattr(builtins, 'theirs', None), [n for n in sys.modules if 'hook' in n]); \
        print(sys.path)";
    let mut command = machine.home.command(program);
    let delivery = deliver(command.args(options).args(["-c", code])).success();
    assert_eq!(delivery.stderr(), "");
    let said = delivery.stdout();
    let (first, path) = said.split_once('\n').unwrap();
    (first.to_owned(), delivery.messages().len(), path.to_owned())
}

/// Python keeps bytecode of what it imports.
fn start_with_bytecode(machine: &Machine) {
    let mut command = machine.home.command(&machine.python.program);
    succeed(command.env_remove("PYTHONDONTWRITEBYTECODE").args(["-c", "pass"]));
}

fn library(machine: &Machine) {
    take_zip(machine);
    free_library(machine);
    let before = machine.state();
    machine.enable(&[]);
    assert!(library_s(machine).exists());
    let program = &machine.python.program;
    assert_eq!(start(machine, program, &["-I"]).0, "hook None []");
    let venv = machine.python.venv(&machine.path("venv"));
    let packages = cg_plot_capture_tests::matplotlib::packages_of(&venv);
    fs_err::write(packages.join("sitecustomize.py"), "import builtins; builtins.theirs = 'v'")
        .unwrap();
    let (said, messages, _) = start(machine, &venv, &[]);
    assert_eq!((said.as_str(), messages), ("hook v []", 1));
    start_with_bytecode(machine);
    fs_err::remove_dir_all(machine.path("venv")).unwrap();
    machine.disable();
    forget_home(machine, before);
}

fn packages(machine: &Machine) {
    take_zip(machine);
    take_library(machine);
    // Debian's are elsewhere in its tree.
    if machine.python.program.ends_with("python3.11") {
        fs_err::create_dir_all(machine.python.prefix.join("local/lib/python3.11/dist-packages"))
            .unwrap();
    }
    let before = machine.state();
    let said = machine.enable(&[]);
    assert!(said.contains("venvs do not read"), "{said}");
    let program = &machine.python.program;
    let (said, messages, path) = start(machine, program, &["-I"]);
    assert_eq!((said.as_str(), messages), ("hook ran []", 1));
    let venv = machine.python.venv(&machine.path("venv"));
    assert_eq!(start(machine, &venv, &[]).0, "None ran []");
    let config = machine.path("venv/pyvenv.cfg");
    let text = fs_err::read_to_string(&config).unwrap();
    fs_err::write(config, text.replace("packages = false", "packages = true")).unwrap();
    assert_eq!(start(machine, &venv, &[]).0, "hook ran []");
    both_layers(machine);
    resolved_by_name(machine);
    start_with_bytecode(machine);
    fs_err::remove_dir_all(machine.path("venv")).unwrap();
    machine.disable();
    assert_eq!(start(machine, program, &["-I"]), ("None ran []".into(), 0, path));
    forget_home(machine, before);
}

/// The preload knows more of descriptor 3 than a `.pth` file that runs before it.
fn both_layers(machine: &Machine) {
    let code = "import sys; print(sys.modules['cg_plot_capture._start'].layer)";
    let mut command = machine.home.command(&machine.python.program);
    let command = command.env("LD_PRELOAD", machine.preload()).args(["-c", code]);
    assert_eq!(succeed(command), "preload\n");
}

/// What Python does with a `.start` file from 3.15 on (PEP 829), where no `.pth` file runs us.
fn resolved_by_name(machine: &Machine) {
    let code = "import pkgutil, pathlib, sys; \
        starts = [f for p in sys.path for f in pathlib.Path(p).glob('cg-plot-capture*.start')]; \
        pkgutil.resolve_name(starts[0].read_text().strip())(); \
        print(sys.modules['cg_plot_capture._start'].layer)";
    let mut command = machine.home.command(&machine.python.program);
    let packages = starts_folder(machine);
    let command = command.args(["-S", "-c", code]).env("PYTHONPATH", packages);
    assert_eq!(succeed(command), "hook\n");
}

fn starts_folder(machine: &Machine) -> PathBuf {
    let (_, minor) = machine.python.version;
    let debian = machine.python.prefix.join(format!("local/lib/python3.{minor}/dist-packages"));
    if debian.join("cg-plot-capture-hook.start").exists() {
        return debian;
    }
    machine.python.library.join("site-packages")
}

fn user_packages(machine: &Machine) {
    let before = machine.state();
    let (_, _, path) = start(machine, &machine.python.program, &["-E"]);
    let confined = |arguments: &[&str]| {
        run(&mut read_only(&machine.python.prefix, &machine.finding(arguments)))
    };
    let program = machine.python.program.to_str().unwrap();
    let said = enabled(&confined(&["enable", "--python", program]));
    assert!(said.contains("of the user's, not read in venvs nor under -I"), "{said}");
    assert!(!said.contains("not proven"), "{said}");
    assert!(user_site(machine).join("cg-plot-capture-hook.start").exists());
    let after = start(machine, &machine.python.program, &["-E"]);
    assert_eq!(after, ("hook None []".into(), 1, path));
    assert_eq!(start(machine, &machine.python.program, &["-I"]).0, "None None []");
    assert!(told(&confined(&["status", "--json"])).1.contains("not read in venvs"));
    let disabled = confined(&["disable"]);
    assert!(disabled.status.success(), "{}", self::said(&disabled));
    same(&machine.state(), &before);
}

/// All but the zip file, which the test itself has written, is as before.
fn forget_home(machine: &Machine, mut before: State) {
    let mut after = machine.state();
    for state in [&mut before, &mut after] {
        state.retain(|path, _| path.extension().is_none_or(|extension| extension != "zip"));
    }
    same(&after, &before);
}
