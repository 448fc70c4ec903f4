//! File names: our formatting is Python's own, and what a name is made of does not change what it means.

mod late;

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

use cg_plot_capture::spec::Spec;
use cg_plot_capture::template::{Fields, Template};

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("numbers and texts are formatted as by Python's format()", |python| {
        let specs = specs();
        let code = "import sys\n\
        def show(value, spec):\n\
        \x20try: return format(value, spec)\n\
        \x20except (ValueError, OverflowError): return 'refused'\n\
        for spec in sys.stdin.read().split('\\n'):\n\
        \x20print(*[show(value, spec) for value in (1, 42, 1234567, 'plot', '')], sep='|')";
        let mut child = Command::new(&python.program)
            .args(["-X", "utf8", "-c", code])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = specs.join("\n");
        let writing = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
        let output = child.wait_with_output().unwrap();
        writing.join().unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        let mut compared = 0;
        for (spec, theirs) in specs.iter().zip(output.lines()) {
            let parsed = Spec::parse(spec);
            let number = |value| parsed.as_ref().and_then(|parsed| parsed.integer(value));
            let text = |value| parsed.as_ref().and_then(|parsed| parsed.text(value));
            let ours = [number(1), number(42), number(1_234_567), text("plot"), text("")];
            let ours = ours.map(|text| text.unwrap_or_else(|| "refused".into())).join("|");
            assert_eq!(ours, theirs, "format(…, {spec:?})");
            compared += 1;
        }
        assert_eq!(compared, specs.len());
    });
    suite.on_newest("a template of numbers alone names messages as the original did", |python| {
        // A dot at the end begins a suffix from Python 3.14 on, and none before.
        let templates = [
            "plot_{i}.png",
            "{i}",
            "{i}.svg",
            "a/b.c/{i:03d}",
            "plot.{i}",
            "{i:.1f}",
            "v1.{i}.tar.gz",
            "{i!r}.pdf",
            ".{i}",
            ".{i}.png",
            "x{i!s:>5}.PNG",
            "{{{i}}}.eps",
            "~/{i}.png",
            "/abs/olute/{i:+}.jpg",
            "{i}.{i}",
            "é {i:x}.ü",
            "{i:.>9}.png",
            "{i:_}",
            "fixed.png",
            "{i:%}",
        ];
        let code = "import pathlib, sys\n\
        for text in sys.argv[1:]:\n\
        \x20print(pathlib.Path(text.format(i=12)).with_suffix('.svg').name)";
        let theirs = answers(python, code, &templates);
        assert_eq!(theirs.len(), templates.len());
        for (text, theirs) in templates.iter().zip(theirs) {
            let fields = Fields { i: 12, pid: 1, script: "script", host: "host" };
            assert_eq!(Template::parse(text).unwrap().name(&fields).message(), theirs, "{text}");
        }
    });
    let name = "a name is what the template says, and a script's name has no suffix";
    suite.on_newest(name, |python| {
        for (script, template, message, file) in NAMES.into_iter().step_by(step()) {
            let made = show(
                &captured(python),
                &[],
                OsStr::from_bytes(script),
                OsStr::from_bytes(template),
            );
            let file = OsString::from_vec(file.to_vec());
            assert_eq!(made, (message.to_owned(), file, 0), "{}", template.escape_ascii());
        }
    });
    let needed = unshared(&["--map-root-user", "--uts", "hostname", "host.example.org"]);
    let needed = needed.and_then(|()| Interpreter::newest());
    suite.needing("a dot in the machine's name is no suffix", needed, |python| {
        let start = ["unshare", "--map-root-user", "--uts", "sh", "-c"];
        let program = [&start[..], &["hostname host.example.org; exec \"$@\"", "sh"]].concat();
        let captured = captured(&python);
        let shown =
            |template: &str| show(&captured, &program, "script.py".as_ref(), template.as_ref());
        let made = shown("{host}_{pid:.0f}_{i}");
        assert!(made.0.starts_with("host.example.org_") && made.0.ends_with("_1.svg"), "{made:?}");
        let made = shown("plot_{i}.{host}");
        let file = OsString::from("moved/plot_1.host.example.org.png");
        assert_eq!(made, ("plot_1.host.example.org.svg".to_owned(), file, 0));
    });
    late::add(suite);
}

/// A script's name and the template; the message's name, and the file's in the folder.
type Name = (&'static [u8], &'static [u8], &'static str, &'static [u8]);

const NAMES: [Name; 13] = [
    (b"my.plot.py", b"{script}_{i}", "my.plot_1.svg", b"moved/my.plot_1.png"),
    (b"my.pdf.py", b"{i}_{script}", "1_my.pdf.svg", b"moved/1_my.pdf.png"),
    (b"my.plot.py", b"{script}_{i}.svg", "my.plot_1.svg", b"moved/my.plot_1.svg"),
    (b"caf\xe9.py", b"{script}_{i}.png", "caf\u{FFFD}_1.svg", b"moved/caf\xe9_1.png"),
    ("é €.py".as_bytes(), b"{script:>4}{i}", "\u{20}é €1.svg", "moved/ é €1.png".as_bytes()),
    (b"a\nb.py", b"{script}{i}", "a\nb1.svg", b"moved/a\nb1.png"),
    (b"script.py", b"plot.{i}", "plot.svg", b"moved/plot.1.png"),
    (b"script.py", b"Plot.{i}.PNG", "Plot.1.svg", b"moved/Plot.1.PNG"),
    (b"script.py", b"{i}", "1.svg", b"moved/1.png"),
    (b"script.py", b"~/{i}.png", "1.svg", b"moved/~/1.png"),
    (b"script.py", b"../a\tb\n{i}", "a\tb\n1.svg", b"a\tb\n1.png"),
    (b"script.py", b"\xff{i}.png", "\u{FFFD}1.svg", b"moved/\xff1.png"),
    (b"script.py", b"end_{i}.", "end_1..svg", b"moved/end_1.png"),
];

/// Every combination of a few of each part of a specification.
fn specs() -> Vec<String> {
    let mut specs = vec![String::new()];
    for parts in [
        &["", "<", "^", "*>", "=", "0=", "é^"][..],
        &["", "+", "-", " "],
        &["", "#"],
        &["", "0"],
        &["", "1", "9", "14"],
        &["", ",", "_"],
        &["", ".0", ".2"],
        &["", "d", "b", "o", "x", "X", "n", "c", "s", "f", "e", "E", "g", "G", "%", "q", "z"],
    ] {
        specs = specs
            .iter()
            .flat_map(|spec| parts.iter().map(move |part| format!("{spec}{part}")))
            .collect();
    }
    // All of them are some 70 000; a ninth, which shares no factor with the parts' numbers but one, will do.
    specs.into_iter().step_by(11).collect()
}

/// What a program prints for the lines of a text.
fn answers(python: &Interpreter, code: &str, lines: &[&str]) -> Vec<String> {
    let mut command = Command::new(&python.program);
    let output = command.args(["-X", "utf8", "-c", code]).args(lines).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn captured(python: &Interpreter) -> Captured {
    Captured::new(python, &["--mode", "both"])
}

/// Shows one figure in a script of that name, started by `program`; answers the name of the
/// message, the path of the file within the folder, and the lines of stderr.
fn show(
    captured: &Captured,
    program: &[&str],
    script: &OsStr,
    template: &OsStr,
) -> (String, OsString, usize) {
    let code = "import os; import matplotlib.pyplot as plt\n\
        plt.plot([1]); os.makedirs('moved'); os.chdir('moved'); plt.show()";
    let folder = &captured.folder;
    fs_err::remove_dir_all(folder).unwrap();
    fs_err::create_dir(folder).unwrap();
    let script = captured.installation.home.path().join(script);
    fs_err::write(&script, code).unwrap();
    let mut command = captured.command();
    command.arg(&script).env("CG_PLOT_FILENAME", template);
    let mut command = if program.is_empty() { command } else { within(program, &command) };
    let delivery = deliver(&mut command).success();
    let files: Vec<PathBuf> = state(folder).into_keys().filter(|path| path.is_file()).collect();
    let [file] = files.as_slice() else { panic!("{template:?}: {files:?}") };
    let file = file.strip_prefix(folder).unwrap().as_os_str().to_owned();
    (delivery.names().remove(0), file, delivery.stderr().lines().count())
}

/// By default each third row.
fn step() -> usize {
    if tests_all() { 1 } else { 3 }
}
