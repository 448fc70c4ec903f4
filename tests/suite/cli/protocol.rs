//! The pages about the protocol: each reader on them is what it says, run as it stands there. Those of
//! docs/PROTOCOL.md are run by themselves and as a harness within another one.

use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shows;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("protocol: the reader in Python reads a captured command", |python| {
        let home = Installation::shared(python, &[]);
        let file = home.home.path().join("reader.py");
        fs_err::write(&file, block("docs/PROTOCOL.md", "python")).unwrap();
        reads(&home, &[&python.program, &file]);
    });
    suite.on_newest("protocol: the reader of the README reads a captured command", |python| {
        let captured = Captured::new(python, &[]);
        fs_err::write(captured.folder.join("reader.py"), block("README.md", "python")).unwrap();
        let mut reader = captured.command();
        succeed(reader.arg("reader.py").arg(&captured.python).arg(script("two_shows")));
        for name in ["plot_1.svg", "plot_2.svg"] {
            let svg = fs_err::read_to_string(captured.folder.join(name)).unwrap();
            assert!(svg.contains("</svg>"));
        }
    });
    let node = tool("node").and_then(|node| Ok((node, Interpreter::newest()?)));
    let name = "protocol: the reader in JavaScript reads a captured command";
    suite.needing(name, node, |(node, python)| {
        let home = Installation::shared(&python, &[]);
        let file = home.home.path().join("reader.js");
        fs_err::write(&file, block("docs/PROTOCOL.md", "javascript")).unwrap();
        reads(&home, &[&node, &file]);
    });
    suite.on_newest("protocol: the reader in Rust reads a captured command", |python| {
        let home = Installation::shared(python, &[]);
        reads(&home, &[&built(&block("docs/PROTOCOL.md", "rust"))]);
    });
}

/// The one block of a page in that language.
fn block(page: &str, language: &str) -> String {
    let page = fs_err::read_to_string(workspace().join(page)).unwrap();
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// The example `reader`, which is the page's block; `cargo test` has built it, unless it was told to build less.
fn built(block: &str) -> PathBuf {
    let source = workspace().join("tests/examples/reader.rs");
    let text = fs_err::read_to_string(&source).unwrap();
    assert_eq!(text.split_once("\n\n").unwrap().1, block);
    let program = target().join("debug/examples/reader");
    let changed = |path: &Path| fs_err::metadata(path).and_then(|data| data.modified());
    if changed(&program).ok() < changed(&source).ok() {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--locked", "--package", "cg-plot-capture-tests"]);
        cargo.args(["--example", "reader", "--target-dir"]).arg(target());
        succeed(cargo.current_dir(workspace()));
    }
    program
}

/// By itself, and below a captured Python that has a channel: the outer harness gets nothing.
fn reads(on: &Installation, reader: &[&Path]) {
    let mut alone = on.home.command(reader[0]);
    alone.args(&reader[1..]);
    let said = received(on, "alone", alone, &[]);
    assert_eq!(said, "");
    let code = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))";
    let mut outer = on.preloaded(on.venv("outer"));
    outer.args(["-c", code]).args(reader);
    // Here the channel has a name, and so behind a program that is no Python too.
    let said = received(on, "within", outer, &["closed.svg"]);
    assert_eq!(said, "", "the outer harness");
}

/// Two figures, a third one of a child whose parent closes descriptor 3, a line that is torn, one that is
/// empty, one that names a path, and somebody who stays behind and holds the channel. `others`: the fourth
/// figure, if a shell that closes descriptor 3 loses none. Answers what an outer harness received.
fn received(on: &Installation, name: &str, mut reader: Command, others: &[&str]) -> String {
    let folder = on.home.path().join(name);
    fs_err::create_dir(&folder).unwrap();
    let shell = r#"
        export LD_PRELOAD=$1
        "$2" "$3"
        CG_PLOT_FILENAME=behind.png "$2" "$4" "$2" "$5"
        CG_PLOT_FILENAME=closed.png sh -c '"$@" 3>&-; exit $?' sh "$2" "$5" 2>&-
        unset LD_PRELOAD
        printf '{"messageType": "fi\n\n{"filename": "../stolen.svg", "data": "YQ==", "size": 2}\n[]\n' >&3
        printf '{"filename": "conftest.py", "data": "YQ==", "size": 1}\n%0100000d\n' 0 | tr 0 '[' >&3
        sleep 300 </dev/null >/dev/null 2>&1 &
        echo $!"#;
    reader.args(["sh", "-c", shell, "sh"]).arg(on.preload()).arg(on.venv(&format!("{name}-venv")));
    reader.arg(shows()).arg(script("found/behind")).arg(figure());
    reader.current_dir(&folder);
    let start = Instant::now();
    let delivery = deliver(&mut reader).success();
    let took = start.elapsed();
    let said = delivery.stdout();
    let sleeper = said.lines().last().unwrap().parse().unwrap();
    kill(Pid::from_raw(sleeper), Signal::SIGKILL).unwrap();
    assert!(took < Duration::from_secs(120), "{took:?}");
    let names = names(&folder);
    assert_eq!(names, [&["behind.svg"], others, &["plot_1.svg", "plot_2.svg"]].concat());
    for name in names {
        let svg = fs_err::read_to_string(folder.join(name)).unwrap();
        assert!(svg == "<svg/>" || svg.starts_with("<?xml") && svg.trim_end().ends_with("</svg>"));
    }
    assert!(!on.home.path().join("stolen.svg").exists());
    String::from_utf8(delivery.stream).unwrap()
}

/// A captured program that delivers a figure, as `shows` does.
fn figure() -> PathBuf {
    script(if tests_all() { "reach/figure" } else { "reach/plain/figure" })
}
