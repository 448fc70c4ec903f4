//! Exercises in the style of named books and courses, with the number of visible pictures in their docstrings.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::scripts;

use super::{WITHOUT_TKINTER, World, svg};

/// The output of some exercises.
const PRINTED: [(&str, &str); 7] = [
    ("canvas", "True True Python Turtle Graphics 960 810\ninvalid command name \".!canvas\"\n"),
    ("clock", "ticks True\n"),
    ("house", "clicked\n"),
    ("logo", "0.0 (0.00,-0.00) 8\n"),
    ("pong", ""),
    (
        "shapes",
        "TclError couldn't open \"nothere.gif\": no such file or directory\nTurtleGraphicsError bad color \
         string: rainbow\nTurtleGraphicsError Bad arguments for register_shape.\nUse  h\n",
    ),
    ("two_windows", "end\n"),
];

pub(super) fn add(suite: &mut Suite) {
    suite.on_pythons(
        "turtle: school exercises deliver what a window shows",
        &[9, 10, 11, 12, 13],
        are_delivered,
    );
    suite.on_newest("turtle: each Python draws the same, with tkinter and without", |newest| {
        let code = fs_err::read_to_string(script("turtle/stamps")).unwrap();
        let drawn = |python: &Interpreter, before: &str| {
            let delivery = World::new(python).run(&format!("{before}{code}"), &[]).success();
            svg(&delivery.messages()[0])
        };
        let wanted = drawn(newest, "");
        let others = [9, 11].into_iter().filter_map(|minor| Interpreter::cpython(3, minor).ok());
        for python in others.chain([newest.clone()]) {
            assert_eq!(drawn(&python, WITHOUT_TKINTER), wanted, "{}", python.program.display());
        }
    });
}

fn are_delivered(python: &Interpreter) {
    let all = scripts("turtle");
    assert_eq!(all.len(), 20);
    for script in all {
        let name = script.file_stem().unwrap().to_str().unwrap();
        let world = World::new(python);
        let delivery = deliver(world.command().arg(&script));
        let stderr = delivery.stderr();
        if name == "pong" {
            // The time limit in the script has ended it.
            assert!(stderr.ends_with("Late\n") && !stderr.contains("cg-plot-capture:"), "{stderr}");
        } else {
            assert_eq!(stderr, "", "{name}");
        }
        let printed = PRINTED.iter().find(|(script, _)| *script == name).map_or("", |row| row.1);
        assert_eq!(delivery.stdout(), printed, "{name}");
        let messages = delivery.messages();
        assert_eq!(messages.len(), wanted(&script), "{name}");
        for message in &messages {
            let svg = svg(message);
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            if let Err(error) = roxmltree::Document::parse_with_options(&svg, options) {
                panic!("{name}: {error}: {svg}");
            }
        }
    }
}

/// The number of pictures in a script's docstring.
fn wanted(script: &Path) -> usize {
    let text = fs_err::read_to_string(script).unwrap();
    let first = text.lines().next().unwrap();
    let count = first.rsplit(": ").next().and_then(|rest| rest.split(' ').next());
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{first}"))
}
