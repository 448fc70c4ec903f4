//! The doctor finds what is wrong, names what mends it, and what it names does.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt;

use cg_plot_capture_tests::channel::{self, Kind};
use cg_plot_capture_tests::prelude::*;
use serde_json::Value;

use crate::cli::install::machine::take_advice;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("doctor finds no problems where there are none, and shows a figure", |python| {
        let on =
            Installation::enable(python, &["--mode", "both", "--filename", "{script}_{i}.png"]);
        let venv = on.venv("venv");
        let mut command = doctor(&on, &["--verbose"]);
        let output = run(command.env("LD_PRELOAD", on.preload()));
        let (code, said, _) = told(&output);
        assert_eq!((code, &*without_font_cache(&output.stderr)), (Some(0), ""), "{said}");
        let ways = "plain, -I, -E, env -i, subprocess, multiprocessing, a venv made now";
        for line in [
            &*format!("a message came from {ways}\n"),
            "ok       a parent that closes file descriptor 3: a message came from behind os.closerange",
            "programs of this shell have the preload",
        ] {
            assert!(said.starts_with("no problems found\n") && said.contains(line), "{said}");
        }
        // A venv is asked for its base; on PATH, or named, it is a place where a Matplotlib may be.
        let mut on_path = on.home.cli(&["doctor", "--verbose"]);
        on_path.env("PATH", format!("{}:/usr/bin:/bin", venv.parent().unwrap().display()));
        let named = on.home.cli(&["doctor", "--verbose", "--python", venv.to_str().unwrap()]);
        for mut command in [on_path, named].into_iter().take(if tests_all() { 2 } else { 1 }) {
            let (_, said, _) = told(&run(&mut command));
            assert!(said.contains(", backend asked for and answered: TkAgg"), "{said}");
        }
    });
    let name =
        "doctor tells problems first, each with what mends it, and folds all else into a line";
    suite.on_newest(name, |python| {
        let on = Installation::enable(python, &[]);
        let folder = on.preload().parent().unwrap().to_owned();
        fs_err::set_permissions(&folder, PermissionsExt::from_mode(0o777)).unwrap();
        let ask = |arguments: &[&str]| {
            let mut command = doctor(&on, arguments);
            command.env("CG_PLOT_MODE", "dispaly");
            command.env("LD_PRELOAD", "/gone/payload-0/libcg_plot_inject.so");
            told(&run(&mut command)).1
        };
        let said = ask(&[]);
        let (problems, rest) = said.trim_end().rsplit_once('\n').unwrap();
        assert!(rest.contains("checks passed and") && rest.ends_with(": --verbose shows them"));
        for (problem, mends) in [
            ("CG_PLOT_MODE=dispaly: not one of display, save, both", "unset CG_PLOT_MODE"),
            ("which is gone", "unset LD_PRELOAD"),
            ("and so run code as you", "chmod go-w "),
        ] {
            let (_, behind) = problems.split_once(problem).unwrap_or_else(|| panic!("{said}"));
            let advice = behind.lines().nth(1).unwrap();
            assert!(advice.starts_with(&format!("   {mends}")), "{said}");
        }
        let all = ask(&["--verbose"]);
        assert!(all.starts_with(problems) && all.contains("\nnote     "), "{all}");
        let (code, said, _) = told(&run(&mut doctor(&on, &[])));
        assert_eq!(code, Some(1), "{said}");
        take_advice(&on.home, &said);
        assert_eq!(run(&mut doctor(&on, &[])).status.code(), Some(0));
    });
    suite.on_newest("doctor says where plots go instead", |python| {
        let on = Installation::enable(python, &[]);
        let with = |pairs: &[(&str, &str)]| {
            told(&run(doctor(&on, &["--verbose"]).envs(pairs.iter().copied()))).1
        };
        assert!(with(&[("CG_PLOT_CAPTURE", "off")]).contains("unset CG_PLOT_CAPTURE"));
        let said = with(&[("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", "/dev/null/a/{i}.png")]);
        assert!(said.contains("the harness gets none"), "{said}");
        assert!(said.contains("nothing can be saved in /dev/null/a"), "{said}");
    });
    suite.on_newest("doctor says what stands at descriptor 3", |python| {
        let on = Installation::enable(python, &[]);
        let three = |output: &Output| {
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let checks = report["checks"].as_array().unwrap();
            let three = checks.iter().find(|check| check["subject"] == "file descriptor 3 here");
            ["outcome", "text"].map(|name| three.unwrap()[name].as_str().unwrap().to_owned())
        };
        // By default the first.
        let redirections = [
            ("2>&1 3>&1", "problem", "it is the same file as stdout and stderr: pipe:["),
            ("", "note", "not open"),
            ("3>channel", "good", "a channel that takes messages"),
            ("3>/dev/null", "note", "wants no figures"),
            ("3>&1", "problem", "it is a duplicate of stdout"),
            ("3>&2", "problem", "it is a duplicate of stderr"),
            ("3</etc/passwd", "problem", "open for reading only"),
        ];
        for (redirection, outcome, text) in
            redirections.into_iter().take(if tests_all() { 7 } else { 1 })
        {
            let script = format!("exec \"$@\" {redirection}");
            let mut command = within(&["sh", "-c", &script, "sh"], &doctor(&on, &["--json"]));
            let [is, said] = three(&run(&mut command));
            assert!(is == outcome && said.contains(text), "{redirection}: {is}: {said}");
        }
        // What reads the real channel must not see a word of it.
        let delivery = deliver(&mut doctor(&on, &["--json"]));
        assert_eq!(delivery.stream, b"");
        let [is, said] = three(&delivery.output);
        assert_eq!((&*is, &*said), ("good", "a channel that takes messages"));
    });
    let name = "doctor knows a suffix that Matplotlib does not write, and the original package";
    suite.on_newest(name, |python| {
        let on =
            Installation::enable(python, &["--mode", "save", "--filename", "{script}_{i}.xlsx"]);
        let venv = on.venv_with("venv", &ORIGINAL);
        let mut command = on.home.cli(&["doctor", "--verbose"]);
        command.env("PATH", format!("{}:/usr/bin:/bin", venv.parent().unwrap().display()));
        let (_, said, _) = told(&run(&mut command));
        for line in [
            "CG_PLOT_FILENAME with the suffix .xlsx: no format of",
            "1.0.2 is installed there; while the capture is enabled",
            ": delivered, Matplotlib",
        ] {
            assert!(said.contains(line), "{said}");
        }
    });
    let name = "doctor shows a person at a terminal what it does, and nobody else";
    suite.on_newest(name, |python| {
        let on = Installation::enable(python, &[]);
        let (mut reader, terminal) = channel::open(Kind::Terminal);
        let mut command = doctor(&on, &[]);
        let report = succeed(command.stderr(terminal));
        drop(command);
        let mut shown = vec![];
        // A terminal that nobody has open any more answers with an error.
        let _ = reader.read_to_end(&mut shown);
        let shown = String::from_utf8(shown).unwrap();
        let is_right = shown.contains("\rstarting CPython 3.") && shown.ends_with("\r\x1b[K");
        assert!(is_right && !report.contains('\r'), "{shown:?} {report}");
    });
}

/// `doctor` of the interpreter.
fn doctor(on: &Installation, arguments: &[&str]) -> Command {
    let mut command = on.home.cli(&["doctor", "--python"]);
    command.arg(&on.python.program).args(arguments);
    command
}
