//! File names: our formatting is Python's own.

use std::io::Write as _;
use std::process::{Command, Stdio};

use cg_plot_capture::spec::Spec;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::suite::Suite;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing(
        "numbers and texts are formatted as by Python's format()",
        Interpreter::newest(),
        |python| {
            as_python(&python);
        },
    );
}

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

fn as_python(python: &Interpreter) {
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
}
