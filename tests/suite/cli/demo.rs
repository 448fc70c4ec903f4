//! `demo`: what a newcomer sees first, where it works and where something is missing.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("demo: four scripts, seven figures and a page", |python| {
        let home = Home::new();
        let path = format!("{}:/usr/bin:/bin", python.program.parent().unwrap().display());
        let mut command = home.cli(&["demo"]);
        // Kept between runs: a download of 40 MB.
        command.env("PATH", path).env("XDG_CACHE_HOME", target().join("test-cache"));
        let folder = home.path().join("cg-plot-capture-demo");
        for _ in 0..if tests_all() { 2 } else { 1 } {
            let (code, out, said) = told(&run(&mut command));
            let facts = format!(
                "plain.py: 2 figures\ntkagg.py: 1 figure\nworkers.py: 3 figures\ntree.py: 1 figure\n7 figures: {}\n",
                folder.join("index.html").display()
            );
            assert_eq!((code, out), (Some(0), facts), "{said}");
            let mut figures = names(&folder);
            figures.retain(|name| name.ends_with(".svg"));
            assert_eq!(figures.len(), 7, "an earlier demo's are replaced");
            let page = fs_err::read_to_string(folder.join("index.html")).unwrap();
            for name in &figures {
                assert!(fs_err::read_to_string(folder.join(name)).unwrap().contains("<svg"));
                assert!(page.contains(&format!("<span>{name}</span>")), "{name}");
            }
        }
        assert_eq!(names(&home.path()), ["cg-plot-capture-demo"], "the home is left alone");
    });
    for (name, python, error, hint) in FAILING {
        suite.test(&format!("demo: {name}"), move || {
            let home = Home::new();
            let mut command = home.cli(&["demo"]);
            let path = match python {
                Some((implementation, script)) => fake_python(&home, implementation, script),
                None => "/nonexistent".into(),
            };
            command.env("PATH", path);
            if error.contains("cache") {
                fs_err::write(home.path().join("file"), "").unwrap();
                command.env("XDG_CACHE_HOME", home.path().join("file"));
            }
            // What is left of the first is not used again.
            for _ in 0..2 {
                let (code, out, said) = told(&run(&mut command));
                assert!(code == Some(1) && out.is_empty(), "{said}");
                for line in [format!("error: {error}"), format!("hint: {hint}")] {
                    let starts = said.lines().any(|said| said.starts_with(&line));
                    assert!(starts, "no {line:?} in:\n{said}");
                }
                if error.contains("pip") {
                    let lines = [
                        "making a CPython 3.11.2 environment, once: ",
                        "installing Matplotlib in it",
                        "ERROR",
                    ];
                    assert!(lines.map(|line| said.find(line).expect(line)).is_sorted(), "{said}");
                }
            }
        });
    }
}

/// Makes a "venv" whose Python is a program that fails as pip does without a network.
const NO_NETWORK: &str = r#"case $2 in
    -m) /bin/mkdir -p "$4/bin" && echo '#!/bin/sh
echo "ERROR: No matching distribution found for matplotlib" >&2; exit 1' > "$4/bin/python"
        /bin/chmod +x "$4/bin/python" ;;
esac"#;

/// What fails, a `python3` by its implementation and what it does, the error and the hint.
type Failing = (&'static str, Option<(&'static str, &'static str)>, &'static str, &'static str);

const FAILING: [Failing; 5] = [
    (
        "no python3 is said, with what to install",
        None,
        "there is no python3 on PATH",
        "install CPython 3.9 or later",
    ),
    (
        "a Python that can't be captured is named",
        Some(("pypy", "")),
        "the python3 on PATH can't be captured: PyPy 3.11.2",
        "put CPython 3.9 or later on PATH",
    ),
    (
        "a Python without venv is said, with the package's name",
        Some(("cpython", "exit 1")),
        "CPython 3.11.2 can't make a venv",
        "on Debian and Ubuntu: apt install python3-venv",
    ),
    (
        "a failing pip is said, and what it left is not used again",
        Some(("cpython", NO_NETWORK)),
        "pip could not install Matplotlib",
        "pip's output is above",
    ),
    (
        "a cache folder that can't be written is said",
        Some(("cpython", "")),
        "cannot write the cache folder",
        "set XDG_CACHE_HOME to a folder",
    ),
];

/// A folder whose `python3` is a shell script that says it is `implementation` 3.11, and answers
/// every other question by `script`.
fn fake_python(home: &Home, implementation: &str, script: &str) -> PathBuf {
    let folder = home.path().join("bin");
    fs_err::create_dir(&folder).unwrap();
    let answer = format!(
        r#"{{"implementation": "{implementation}", "version": [3, 11, 2], "executable": "'$0'",
        "base_prefix": "/", "zip": null, "sites": [], "free_threaded": false, "bits": 64}}"#
    );
    let answer = answer.replace('\n', "");
    let asked = format!("[ \"$1\" != -E ] || {{ echo 'cg-plot-capture: {answer}'; exit; }}");
    program::write(&folder.join("python3"), format!("#!/bin/sh\n{asked}\n{script}\n"));
    folder
}
