//! Where the wheel meets an installation.

use std::ffi::OsString;

use cg_plot_capture_tests::matplotlib::fresh_venv;
use cg_plot_capture_tests::prelude::*;

use crate::cli::install::machine::same;

use super::built::{Environment, builder};
use super::{NEWEST, PAIRS, paths};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for (minor, version, packages) in [PAIRS[0], PAIRS[5]] {
        let name =
            format!("what is enabled goes before an installed wheel, once (Matplotlib {version})");
        // What is enabled comes first before any Matplotlib is imported.
        let suite = suite.seldom_if(minor != PAIRS[5].0);
        suite.needing(&name, super::python(minor), move |python| {
            let installation = Installation::enable(&python, &[]);
            let fresh = fresh_venv(
                &installation.python,
                &python,
                &installation.home.path().join("venv"),
                packages,
            );
            let environment = Environment::install(fresh, venv_with(&python, packages), "");
            // Another version, as it were: who loads it fails.
            for name in ["__init__", "_start", "backend"] {
                let module = environment.package().join(name).with_extension("py");
                fs_err::write(module, "raise SystemExit('the installed one')\n").unwrap();
            }
            for (number, backend) in
                ["cg_plot_capture", "module://cg_plot_capture"].iter().enumerate()
            {
                for (turn, layer) in ["preload", "hook"].iter().enumerate() {
                    // By default each has one of the two.
                    if number != turn && !tests_all() {
                        continue;
                    }
                    let mut command = match *layer {
                        "preload" => installation.preloaded(&environment.python),
                        _ => installation.home.command(&environment.python),
                    };
                    command.arg(script("two_shows")).env("MPLBACKEND", backend);
                    let delivery = deliver(&mut command).success();
                    let shown = (delivery.names().len(), delivery.stderr());
                    assert_eq!(shown, (2, String::new()), "{backend} by the {layer}");
                }
            }
        });
    }
    let newest = Interpreter::newest().and_then(|python| builder().map(|_| python));
    suite.needing("the kept command undoes what a wheel enabled that is gone", newest, |python| {
        let home = Home::new();
        let base = python.private(&home.path().join("python"));
        let venv = home.path().join("venv");
        let fresh = fresh_venv(&base, &python, &venv, NEWEST);
        let empty = paths(&venv);
        let environment = Environment::install(fresh, venv_with(&python, NEWEST), "");
        let before = state(&base.prefix);

        let mut enable = home.command(environment.command());
        let said = succeed(enable.args(["enable", "--python"]).arg(&base.program));
        let undo = said.lines().find_map(|line| line.strip_prefix("undo: ")).unwrap();
        let folder = home.path().join(".local/share/cg-plot-capture");
        let payload = names(&folder).into_iter().find(|name| name.starts_with("payload-")).unwrap();
        let payload = folder.join(payload);
        // One source, two ways: what the wheel installs is what its command installs.
        let package = files(&environment.package());
        assert!(package == files(&payload.join("cg_plot_capture")), "{:?}", package.keys());

        environment.uninstall();
        assert_eq!(paths(&venv), empty);
        let mut command = home.command(&environment.python);
        let delivery = deliver(command.arg(script("two_shows"))).success();
        assert_eq!((delivery.names().len(), delivery.stderr()), (2, String::new()));

        succeed(home.command("sh").args(["-c", undo]));
        assert!(!folder.exists());
        same(&state(&base.prefix), &before);
        let mut command = home.command(&environment.python);
        let delivery = deliver(command.arg(script("two_shows"))).success();
        assert_eq!(delivery.names(), Vec::<String>::new());
    });
}

/// The files of a folder by their names.
fn files(folder: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let entries = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().into(), fs_err::read(path).unwrap())).collect()
}
