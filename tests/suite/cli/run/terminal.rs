//! At a terminal: job control, the count while it runs, and pictures.

use std::process::Output;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cg_plot_capture_tests::command::cg_plot_capture;
use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::home::Home;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::suite::Suite;
use cg_plot_capture_tests::terminal::at_terminal;

use super::stdout;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let python = Interpreter::newest;
    suite.needing("run: Ctrl-Z stops it in a shell, and fg goes on with it", python(), job_control);
    suite.needing(
        "run: a Ctrl-C ends it as it ends the command, caught or not",
        python(),
        interrupt,
    );
    suite.needing(
        "run: on a terminal the figures are counted beside the output",
        python(),
        counted,
    );
    suite.needing("run: a terminal that can't move its cursor sees no count", python(), dumb);
    suite.needing("run: --inline draws in a terminal of kitty's kind", python(), kitty);
    suite.needing("run: --inline draws in a terminal that knows sixel", python(), sixel);
    suite.needing(
        "run: --inline says once that a terminal shows no pictures",
        python(),
        no_pictures,
    );
    suite.needing("run: --inline takes nothing of what was typed before", python(), typed_ahead);
    suite.needing(
        "run: --inline asks no dumb terminal and no tmux, and says so",
        python(),
        not_asked,
    );
    suite.test("run: --inline never draws into what is no terminal", piped);
}

fn job_control(python: Interpreter) {
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
    let output = at_terminal(&home, &python, &typed, "", &bash);
    assert_eq!(output.status.code(), Some(7), "{}", stdout(&output));
}

fn interrupt(python: Interpreter) {
    let seen = |command: &[&str]| {
        let home = Home::new();
        let shell = ["sh", "-c", "trap : INT; \"$@\"; echo code $?", "sh"];
        let command = [&shell[..], command].concat();
        let text = stdout(&at_terminal(&home, &python, &["begun", "\\x03"], "", &command));
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
fn shown(home: &Home, python: &Interpreter, options: &[&str], wait: &str, answer: &str) -> Output {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="red"/></svg>"#;
    let message = line("plot_1.svg", svg);
    let shell = r#"printf '%s\n' "$1" >&3; printf 'Name? '; read x; echo "got $x""#;
    let mut command = vec![cg_plot_capture().to_str().unwrap(), "run", "-o", "out"];
    command.extend(options.iter().chain(&["--", "sh", "-c", shell, "sh", &message]));
    at_terminal(home, python, &[wait, "word\\n"], answer, &command)
}

fn counted(python: Interpreter) {
    let home = Home::new();
    let output = shown(&home, &python, &[], "[1 figure]", "");
    let text = stdout(&output);
    // Where the cursor was, it is again; in front of the last line the rest of its line is cleared.
    assert!(text.contains("\u{1b}7\r\u{1b}[999C\u{1b}[9D[1 figure]\u{1b}8"), "{text:?}");
    let end = "got word\r\n\u{1b}[Kcg-plot-capture: 1 figure: out/index.html\r\n";
    assert!(text.ends_with(end), "{text:?}");
}

fn dumb(python: Interpreter) {
    let home = Home::new();
    let shell = ["env", "TERM=dumb", cg_plot_capture().to_str().unwrap(), "run", "-o", "out", "--"];
    let message = line("plot_1.svg", "<svg/>");
    let program = ["sh", "-c", r#"printf '%s\n' "$1" >&3; sleep 0.3"#, "sh", &message];
    let text = stdout(&at_terminal(&home, &python, &[], "", &[&shell[..], &program].concat()));
    assert_eq!(text, "cg-plot-capture: 1 figure: out/index.html\r\n");
}

fn kitty(python: Interpreter) {
    let home = Home::new();
    let answer = "\\x1b_Gi=31;OK\\x1b\\\\\\x1b[?62;c";
    let text = stdout(&shown(&home, &python, &["--inline"], "q=2,m=", answer));
    let text = text.replace("\u{1b}\\", "\n");
    let pieces = text.lines().filter(|line| line.contains("\u{1b}_G") && line.contains("m="));
    let data: String =
        pieces.filter_map(|line| line.rsplit_once(';')).map(|(_, data)| data).collect();
    is_the_figure(&data, &text);
}

fn is_the_figure(data: &str, text: &str) {
    let bytes = BASE64_STANDARD.decode(data).unwrap_or_else(|error| panic!("{error}: {text:?}"));
    // PNG: its signature, and the width and height of its first chunk.
    assert_eq!(&bytes[1..4], b"PNG", "{text:?}");
    assert_eq!((bytes[19], bytes[23]), (30, 20));
}

fn sixel(python: Interpreter) {
    let home = Home::new();
    let text = stdout(&shown(&home, &python, &["--inline"], "!30B", "\\x1b[?63;1;4c"));
    let (_, picture) = text.split_once("\u{1b}P0;1q\"1;1;30;20").unwrap();
    let (picture, _) = picture.split_once("\u{1b}\\").unwrap();
    // The first row is thirty full sixels of one colour, and that is red, of a hundred.
    let (before, _) = picture.split_once("!30~").unwrap();
    let number = before.rsplit('#').next().unwrap();
    let (_, colour) = picture.split_once(&format!("#{number};2;")).unwrap();
    let parts: Vec<u32> = colour.split(['#', ';']).take(3).map(|n| n.parse().unwrap()).collect();
    assert!(parts[0] > 90 && parts[1] < 10 && parts[2] < 10, "{parts:?}");
}

fn no_pictures(python: Interpreter) {
    let home = Home::new();
    // Whether it knows none or does not even answer.
    for answer in ["\\x1b[?62;c", ""] {
        let text = stdout(&shown(&home, &python, &["--inline"], "[1 figure]", answer));
        assert_eq!(text.matches("no pictures: ").count(), 1, "{text:?}");
        assert!(!text.contains("\u{1b}P") && text.contains("got word"), "{text:?}");
    }
}

fn typed_ahead(python: Interpreter) {
    // The Ctrl-C says that what came before it has arrived.
    let after = r#"stty noflsh; trap typed=1 INT; echo ready; while [ ! "$typed" ]; do sleep 0.05; done; exec "$@""#;
    let program = r#"printf 'Name? '; read x; echo "got $x""#;
    for typed in [&["ready", "word\\n\\x03"][..], &["ready", "wo\\x03", "Name? ", "rd\\n"]] {
        let home = Home::new();
        let run = [cg_plot_capture().to_str().unwrap(), "run", "--inline", "--"];
        let command = [&["sh", "-c", after, "sh"], &run[..], &["sh", "-c", program]].concat();
        let answer = "\\x1b_Gi=31;OK\\x1b\\\\\\x1b[?62;c";
        let text = stdout(&at_terminal(&home, &python, typed, answer, &command));
        assert!(text.contains("got word\r\n") && !text.contains("\u{1b}[c"), "{text:?}");
        assert!(text.contains("no pictures: something was typed"), "{text:?}");
    }
}

fn not_asked(python: Interpreter) {
    for (variable, why) in
        [("TERM=dumb", "dumb"), ("TERM=", "TERM"), ("TMUX=/tmp/tmux,1,0", "tmux")]
    {
        let home = Home::new();
        let command =
            ["env", variable, cg_plot_capture().to_str().unwrap(), "run", "--inline", "true"];
        let text = stdout(&at_terminal(&home, &python, &[], "", &command));
        let (first, rest) = text.split_once("\r\n").unwrap();
        let (_, said) = first.split_once("cg-plot-capture: no pictures: ").unwrap();
        assert!(said.contains(why), "{text:?}");
        assert_eq!(rest, "cg-plot-capture: no figure arrived\r\n");
    }
}

fn piped() {
    let home = Home::new();
    let message = line("plot_1.svg", "<svg/>");
    let script = r#"printf '%s\n' "$1" >&3; echo out"#;
    let mut command = home.cli(&["run", "--inline", "-o", "out", "--", "sh", "-c", script, "sh"]);
    let output =
        cg_plot_capture_tests::command::run(command.arg(&message).env("TERM", "xterm-kitty"));
    assert_eq!(stdout(&output), "out\n");
    let said = super::stderr(&output);
    assert!(said.starts_with("cg-plot-capture: no pictures: stderr is no terminal\n"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}
