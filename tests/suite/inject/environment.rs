//! What we set in a process's own environment: setenv(3) may free the old value (musl), which a child
//! that another thread starts may be reading, so that nothing is set which is so already.

use std::fs::File;
use std::os::unix::fs::MetadataExt as _;

use cg_plot_capture_tests::channel::{Kind, open};
use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;

/// What is set by a process that the hook has reached.
const BY_HOOK: &str = "\
setenv CG_PLOT_CHANNEL
start
setenv LD_PRELOAD
the same value
setenv LD_PRELOAD
setenv LD_PRELOAD
another value
setenv LD_PRELOAD
setenv LD_PRELOAD
no channel
";

/// The same by the preload, which is in the list.
const BY_PRELOAD: &str = "\
setenv CG_PLOT_CHANNEL
start
the same value
setenv LD_PRELOAD
another value
setenv LD_PRELOAD
no channel
";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "a process's own environment is changed only where that changes something";
    let needed = tool("cc").and_then(|_| Interpreter::newest());
    suite.needing(name, needed, |python| {
        let installation = Installation::shared(&python, &[]);
        let counter = counter(&installation.home.path());
        let list = |ours: &str| format!("{}{ours}", counter.display());
        let hook = installation.home.command(&installation.python.program);
        told(installation.home.command(&installation.python.program), &list(""));
        changes(hook, &list(""), BY_HOOK);
        let preload = format!(":{}", installation.preload().display());
        changes(
            installation.preloaded(&installation.original.program),
            &list(&preload),
            BY_PRELOAD,
        );
    });
    let name = "children are given what the preload's table says (hook)";
    suite.on_newest(name, |python| table(&Installation::shared(python, &[])));
}

/// What a Python that the hook has armed makes of the table that the preload's tests read too.
#[track_caller]
fn table(installation: &Installation) {
    // Of another class than this machine's programs: its first bytes are all that is looked at.
    let unfit = installation.home.path().join("unfit");
    fs_err::write(&unfit, b"\x7fELF\x01\x01".iter().chain(&[0; 58]).copied().collect::<Vec<_>>())
        .unwrap();
    for mode in [None, Some("display")] {
        let mut command = installation.home.command(&installation.python.program);
        command.envs(mode.map(|mode| ("CG_PLOT_MODE", mode)));
        command.arg(script("children")).arg(workspace().join("inject/cases/environment.txt"));
        let rows: usize = succeed(command.arg(&unfit)).trim().parse().unwrap();
        assert!(rows > 5, "{rows}");
    }
}

/// A preload that says what is set.
fn counter(folder: &Path) -> PathBuf {
    let object = folder.join("environment.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/environment.c");
    succeed(Command::new("cc").args(["-shared", "-fPIC", source, "-ldl", "-o"]).arg(&object));
    object
}

/// A channel at 3; answers what our variable says of it.
fn channel(command: &mut Command) -> (File, String) {
    let (reader, writer) = open(Kind::Pipe);
    let data = reader.metadata().unwrap();
    give(command, writer);
    (reader, format!("pw:{}:{}", data.dev(), data.ino()))
}

/// By its parent, which was told the same.
#[track_caller]
fn told(mut command: Command, preload: &str) {
    let (_reader, said) = channel(&mut command);
    command.env("CG_PLOT_CHANNEL", format!("1.1:{said}:1.1.3:")).env("LD_PRELOAD", preload);
    let output = run(command.args(["-c", "pass"]));
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[track_caller]
fn changes(mut command: Command, preload: &str, expected: &str) {
    let (_reader, said) = channel(&mut command);
    command.arg(script("environment")).env("LD_PRELOAD", preload).stdin(Stdio::null());
    let output = run(&mut command);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
    // Each child is told the same, also where descriptor 3 is closed: it finds the channel again.
    let lines: Vec<String> =
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 8, "{lines:?}");
    for pair in lines.chunks(2) {
        assert!(pair[0].starts_with(&format!("{said}:")) && pair[0].ends_with(".3:"), "{pair:?}");
        assert_eq!(pair[1], "preloaded");
    }
}
