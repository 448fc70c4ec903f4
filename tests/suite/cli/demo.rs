//! `demo`: what a newcomer sees first, where it works and where something is missing.

use std::path::PathBuf;
use std::process::{Command, Output};

use cg_plot_capture_tests::command::{run, target};
use cg_plot_capture_tests::home::Home;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::program;
use cg_plot_capture_tests::suite::Suite;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let python = Interpreter::newest();
    suite.needing("demo: four scripts, seven figures and a page", python, seven_figures);
    suite.test("demo: no python3 is said, with what to install", no_python);
    suite.test("demo: a Python that can't be captured is named", wrong_python);
    suite.test("demo: a Python without venv is said, with the package's name", no_venv);
    suite.test("demo: a failing pip is said, and what it left is not used again", no_network);
    suite.test("demo: a cache folder that can't be written is said", no_cache);
}

/// `demo` with `folder` as the whole of `PATH`.
fn demo(home: &Home, path: &str) -> Command {
    let mut command = home.cli(&["demo"]);
    command.env("PATH", path);
    command
}

/// A folder whose `python3` is a shell script that says it is `implementation` 3.11, and answers
/// every other question by `script`.
fn fake_python(home: &Home, implementation: &str, script: &str) -> String {
    let folder = home.path().join("bin");
    fs_err::create_dir(&folder).unwrap();
    let program = folder.join("python3");
    let answer = format!(
        r#"{{"implementation": "{implementation}", "version": [3, 11, 2], "executable": "'$0'",
        "base_prefix": "/", "zip": null, "sites": [], "free_threaded": false, "bits": 64}}"#
    );
    let answer = answer.replace('\n', "");
    let asked = format!("[ \"$1\" != -E ] || {{ echo 'cg-plot-capture: {answer}'; exit; }}");
    program::write(&program, format!("#!/bin/sh\n{asked}\n{script}\n"));
    folder.into_os_string().into_string().unwrap()
}

#[track_caller]
fn fails(output: &Output, error: &str, hint: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for line in [format!("error: {error}"), format!("hint: {hint}")] {
        assert!(said.lines().any(|said| said.starts_with(&line)), "no {line:?} in:\n{said}");
    }
    assert!(output.stdout.is_empty());
}

fn seven_figures(python: Interpreter) {
    let home = Home::new();
    let path = format!("{}:/usr/bin:/bin", python.program.parent().unwrap().display());
    let mut command = demo(&home, &path);
    // Kept between runs: a download of 40 MB.
    command.env("XDG_CACHE_HOME", target().join("test-cache"));
    for _ in 0..2 {
        let output = run(&mut command);
        let said = String::from_utf8_lossy(&output.stderr);
        let page = home.path().join("cg-plot-capture-demo/index.html");
        let facts = format!(
            "plain.py: 2 figures\ntkagg.py: 1 figure\nworkers.py: 3 figures\ntree.py: 1 figure\n7 figures: {}\n",
            page.display()
        );
        assert_eq!(String::from_utf8_lossy(&output.stdout), facts, "{said}");
        assert!(output.status.success());
        let figures: Vec<PathBuf> = fs_err::read_dir(page.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|suffix| suffix == "svg"))
            .collect();
        assert_eq!(figures.len(), 7, "an earlier demo's are replaced");
        let page = fs_err::read_to_string(page).unwrap();
        for figure in &figures {
            assert!(fs_err::read_to_string(figure).unwrap().contains("<svg"));
            let name = figure.file_name().unwrap().to_str().unwrap();
            assert!(page.contains(&format!("<span>{name}</span>")), "{name}");
        }
    }
    let entries = fs_err::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(entries.collect::<Vec<_>>(), ["cg-plot-capture-demo"], "the home is left alone");
}

fn no_python() {
    let home = Home::new();
    let output = run(&mut demo(&home, "/nonexistent"));
    fails(&output, "there is no python3 on PATH", "install CPython 3.9 or later");
    assert_eq!(fs_err::read_dir(home.path()).unwrap().count(), 0);
}

fn wrong_python() {
    let home = Home::new();
    let path = fake_python(&home, "pypy", "");
    let output = run(&mut demo(&home, &path));
    fails(
        &output,
        "the python3 on PATH can't be captured: PyPy 3.11.2",
        "put CPython 3.9 or later on PATH",
    );
}

fn no_venv() {
    let home = Home::new();
    let path = fake_python(&home, "cpython", "exit 1");
    let output = run(&mut demo(&home, &path));
    fails(
        &output,
        "CPython 3.11.2 can't make a venv",
        "on Debian and Ubuntu: apt install python3-venv",
    );
}

fn no_network() {
    let home = Home::new();
    // Makes a "venv" whose Python is a program that fails as pip does without a network.
    let path = fake_python(
        &home,
        "cpython",
        r#"case $2 in
            -m) /bin/mkdir -p "$4/bin" && echo '#!/bin/sh
echo "ERROR: No matching distribution found for matplotlib" >&2; exit 1' > "$4/bin/python"
                /bin/chmod +x "$4/bin/python" ;;
        esac"#,
    );
    for _ in 0..2 {
        let output = run(&mut demo(&home, &path));
        fails(&output, "pip could not install Matplotlib", "pip's output is above");
        let said = String::from_utf8_lossy(&output.stderr);
        let lines =
            ["making a CPython 3.11.2 environment, once: ", "installing Matplotlib in it", "ERROR"];
        let places = lines.map(|line| said.find(line).expect(line));
        assert!(places.is_sorted(), "{said}");
    }
}

fn no_cache() {
    let home = Home::new();
    let path = fake_python(&home, "cpython", "");
    let file = home.path().join("file");
    fs_err::write(&file, "").unwrap();
    let output = run(demo(&home, &path).env("XDG_CACHE_HOME", &file));
    fails(&output, "cannot write the cache folder", "set XDG_CACHE_HOME to a folder");
}
