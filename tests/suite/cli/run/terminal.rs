//! At a terminal: job control, and the count while it runs.

use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::terminal::at_terminal;

use super::stdout;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for (name, test) in [
        (
            "run: Ctrl-Z stops it in a shell, and fg goes on with it",
            job_control as fn(&Interpreter),
        ),
        ("run: a Ctrl-C ends it as it ends the command, caught or not", interrupt),
        ("run: on a terminal the figures are counted beside the output", counted),
        ("run: a terminal that can't move its cursor sees no count", dumb),
    ] {
        suite.on_newest(name, test);
    }
}

fn job_control(python: &Interpreter) {
    let home = Home::new();
    let command = "$CG run -o out -- sh -c 'echo be\"\"gun; read x; echo got $x'";
    let typed = [
        "ready$ ",
        &format!("{command}\\n"),
        "begun",
        "\\x1a",
        // What is typed before the shell is ready again may be lost.
        "Stopped",
        "",
        "ready$ ",
        "fg\\n",
        "read x; echo got",
        "word\\n",
        "got word",
        "",
        "ready$ ",
        "echo co\"\"de $?\\n",
        "code 0",
        "exit 7\\n",
    ];
    let bash = ["env", "PS1=ready$ ", "bash", "--norc", "-i"];
    let output = at_terminal(&home, python, &typed, "", &bash);
    assert_eq!(output.status.code(), Some(7), "{}", stdout(&output));
}

fn interrupt(python: &Interpreter) {
    let seen = |command: &[&str]| {
        let home = Home::new();
        let shell = ["sh", "-c", "trap : INT; \"$@\"; echo code $?", "sh"];
        let command = [&shell[..], command].concat();
        let text = stdout(&at_terminal(&home, python, &["begun", "\\x03"], "", &command));
        // The terminal shows what was typed wherever the cursor was.
        let lines = text.lines().map(|line| line.trim_start_matches("^C").to_owned());
        lines.filter(|line| line.starts_with("code")).collect::<Vec<_>>()
    };
    let catches = "trap 'echo code caught; exit 3' INT; echo begun; sleep 60 & wait";
    for (script, expected) in
        [(catches, &["code caught", "code 3"][..]), ("echo begun; exec sleep 60", &["code 130"])]
    {
        let program = ["sh", "-c", script];
        let run = [&[cg_plot_capture().to_str().unwrap(), "run", "--"], &program[..]].concat();
        assert_eq!(seen(&program), expected, "{script}");
        assert_eq!(seen(&run), expected, "{script}");
    }
}

/// What a terminal sees of a command that shows a figure and waits for a word.
pub(super) fn shown(
    home: &Home,
    python: &Interpreter,
    options: &[&str],
    wait: &str,
    answer: &str,
) -> Output {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="red"/></svg>"#;
    let message = line("plot_1.svg", svg);
    let shell = r#"printf '%s\n' "$1" >&3; printf 'Name? '; read x; echo "got $x""#;
    let mut command = vec![cg_plot_capture().to_str().unwrap(), "run", "-o", "out"];
    command.extend(options.iter().chain(&["--", "sh", "-c", shell, "sh", &message]));
    at_terminal(home, python, &[wait, "word\\n"], answer, &command)
}

fn counted(python: &Interpreter) {
    let home = Home::new();
    let output = shown(&home, python, &[], "[1 figure]", "");
    let text = stdout(&output);
    // Where the cursor was, it is again; in front of the last line the rest of its line is cleared.
    assert!(text.contains("\u{1b}7\r\u{1b}[999C\u{1b}[9D[1 figure]\u{1b}8"), "{text:?}");
    let end = "got word\r\n\u{1b}[Kcg-plot-capture: 1 figure: out/index.html\r\n";
    assert!(text.ends_with(end), "{text:?}");
}

fn dumb(python: &Interpreter) {
    let home = Home::new();
    let shell = ["env", "TERM=dumb", cg_plot_capture().to_str().unwrap(), "run", "-o", "out", "--"];
    let message = line("plot_1.svg", "<svg/>");
    let program = ["sh", "-c", r#"printf '%s\n' "$1" >&3; sleep 0.3"#, "sh", &message];
    let text = stdout(&at_terminal(&home, python, &[], "", &[&shell[..], &program].concat()));
    assert_eq!(text, "cg-plot-capture: 1 figure: out/index.html\r\n");
}
