//! What people see, as files to read: `SNAPSHOTS=overwrite cargo test` writes them anew.

use snapbox::Data;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("the help screens are those in the files", || {
        let home = Home::new();
        let mut screens = screen(&mut home.cli(&["--help"]));
        for command in [
            "enable",
            "disable",
            "status",
            "doctor",
            "run",
            "collect",
            "describe",
            "compare",
            "check",
            "demo",
            "completions",
            "man",
        ] {
            screens += &screen(&mut home.cli(&[command, "--help"]));
        }
        same(&screens, "help.txt");
    });
    suite.test("the screens of errors are those in the files", || {
        let home = Home::new();
        let said = [
            &["enable", "--mode", "dispaly"][..],
            &["enable", "--python", "/bin/true"],
            &["enable", "--python", "/nonexistent"],
            &["doctor", "--python", "/nonexistent"],
            &["frobnicate"],
            &["status", "--jsno"],
            &["completions", "tcsh"],
            &["run", "--"],
            &["colect"],
            &["collect"],
        ]
        .map(|arguments| screen(&mut home.cli(arguments)));
        let no_home = screen(home.cli(&["status"]).env("HOME", "relative"));
        same(&(said.concat() + &no_home), "errors.txt");
    });
    let name = "the screens of an installation's life are those in the files";
    suite.on_newest(name, |python| {
        let on = Installation::enable(python, &[]);
        run(&mut on.home.cli(&["disable"]));
        fs_err::write(on.home.path().join(".bashrc"), "true\n").unwrap();
        let program = on.python.program.to_str().unwrap();
        let mut screens = String::new();
        for arguments in [
            &["status"][..],
            &["enable", "--dry-run", "--mode", "both", "--python", program],
            &["enable", "--mode", "both", "--python", program],
            &["enable", "--mode", "both", "--python", program],
            &["status"],
            &["doctor", "--python", program],
            &["doctor", "--verbose", "--python", program],
            &["enable", "--log", "debug", "--python", program],
            &["enable", "--reset", "--python", program],
            &["disable"],
            &["disable"],
            &["doctor", "--python", program],
        ] {
            let mut command = on.home.cli(arguments);
            let bin = on.python.program.parent().unwrap();
            screens += &screen(command.env("PATH", format!("{}:/usr/bin:/bin", bin.display())));
        }
        same(&neutral(&screens, &on), "life.txt");
    });
}

/// A command line and all that it said, as somebody at a terminal would see it.
fn screen(command: &mut Command) -> String {
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.collect();
    let output = run(command);
    let [out, err] = [output.stdout, without_font_cache(&output.stderr).into_bytes()]
        .map(|bytes| String::from_utf8(bytes).unwrap());
    let code = match output.status.code() {
        Some(0) => String::new(),
        code => format!("[exit {}]\n", code.unwrap()),
    };
    // Wrapped lines of the help may end in a space.
    let text = format!("$ cg-plot-capture {}\n{out}{err}{code}\n", words.join(" "));
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[track_caller]
fn same(screens: &str, name: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/suite/cli/screens");
    let path = std::path::Path::new(folder).join(name);
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(screens.to_owned(), Data::read_from(&path, None));
}

/// Without what differs from machine to machine: paths, versions, hashes, other interpreters.
fn neutral(screens: &str, on: &Installation) -> String {
    let home = on.home.path().display().to_string();
    let (_, minor) = on.python.version;
    let mut text = String::new();
    for line in screens.lines() {
        let interpreter = ["  CPython ", "  PyPy "].iter().any(|name| line.starts_with(name));
        if interpreter && !line.contains(&home) {
            continue;
        }
        let mut line = line.replace(&home, "/home/me");
        line = line.replace(&format!("python3{minor}.zip"), "python3X.zip");
        line = line.replace(&format!("python3.{minor}"), "python3.X");
        if let Some((start, rest)) = line.split_once("payload-") {
            line = format!("{start}payload-0123456789abcdef{}", &rest[16..]);
        }
        if let Some((start, rest)) = line.split_once("CPython 3.") {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            line = format!("{start}CPython 3.X.Y {}", rest.trim_start());
        }
        text += &(line + "\n");
    }
    text
}
