//! The page about the protocol: each reader on it is what it says, run as it stands there.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cg_plot_capture_tests::command::{succeed, target, workspace};
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::scripts::script;
use cg_plot_capture_tests::suite::{Suite, tool};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let python = Interpreter::newest();
    suite.needing(
        "protocol: the reader in Python reads a captured command",
        python.clone(),
        |python| {
            let home = Installation::enable(&python, &[]);
            let file = home.home.path().join("reader.py");
            fs_err::write(&file, block("python")).unwrap();
            let mut reader = home.home.command(&python.program);
            reader.arg(file);
            reads(&home, reader);
        },
    );
    let node = tool("node").and_then(|node| Ok((node, python.clone()?)));
    suite.needing(
        "protocol: the reader in JavaScript reads a captured command",
        node,
        |(node, python)| {
            let home = Installation::enable(&python, &[]);
            let file = home.home.path().join("reader.js");
            fs_err::write(&file, block("javascript")).unwrap();
            let mut reader = home.home.command(node);
            reader.arg(file);
            reads(&home, reader);
        },
    );
    suite.needing("protocol: the reader in Rust reads a captured command", python, |python| {
        let home = Installation::enable(&python, &[]);
        reads(&home, home.home.command(built(&block("rust"))));
    });
}

/// The one block of the page in that language.
fn block(language: &str) -> String {
    let page = fs_err::read_to_string(workspace().join("docs/PROTOCOL.md")).unwrap();
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// `source` as a program of its own, with the crates that we use ourselves.
fn built(source: &str) -> PathBuf {
    let folder = target().join("test-protocol");
    fs_err::create_dir_all(folder.join("src")).unwrap();
    let manifest = r#"
        [package]
        name = "reader"
        edition = "2024"
        [dependencies]
        base64 = "0.23"
        command-fds = "0.3"
        serde_json = "1"
        [workspace]
    "#;
    fs_err::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs_err::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs_err::write(folder.join("src/main.rs"), source).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    succeed(cargo.args(["build", "--quiet", "--target-dir", "target"]).current_dir(&folder));
    folder.join("target/debug/reader")
}

/// Two figures, a line that is torn, one that is empty, one that names a path, and somebody who stays
/// behind and holds the channel.
fn reads(on: &Installation, mut reader: Command) {
    let folder = on.home.path().join("figures");
    fs_err::create_dir(&folder).unwrap();
    let shell = r#"
        LD_PRELOAD=$1 "$2" "$3"
        printf '{"messageType": "fi\n\n{"filename": "../stolen.svg", "data": "YQ==", "size": 2}\n[]\n' >&3
        printf '{"filename": "conftest.py", "data": "YQ==", "size": 1}\n%0100000d\n' 0 | tr 0 '[' >&3
        sleep 300 </dev/null >/dev/null 2>&1 &
        echo $!"#;
    reader.args(["sh", "-c", shell, "sh"]).arg(on.preload()).arg(on.venv("venv"));
    reader.arg(script("two_shows")).current_dir(&folder).stdin(Stdio::null());
    let start = Instant::now();
    let said = succeed(&mut reader);
    let took = start.elapsed();
    kill(Pid::from_raw(said.trim().parse().unwrap()), Signal::SIGKILL).unwrap();
    assert!(took < Duration::from_secs(120), "{took:?}");
    let entries = fs_err::read_dir(&folder).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["plot_1.svg", "plot_2.svg"]);
    for name in names {
        let svg = fs_err::read_to_string(folder.join(name)).unwrap();
        assert!(svg.starts_with("<?xml") && svg.trim_end().ends_with("</svg>"));
    }
    assert!(!on.home.path().join("stolen.svg").exists());
}
