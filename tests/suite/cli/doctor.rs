//! The doctor finds what is wrong, names what mends it, and what it names does.

use std::io::Read as _;

use cg_plot_capture_tests::channel::{self, Kind};
use cg_plot_capture_tests::prelude::*;
use serde_json::Value;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("doctor finds no problems where there are none, and shows a figure", |python| {
        let on =
            Installation::enable(python, &["--mode", "both", "--filename", "{script}_{i}.png"]);
        let venv = on.venv("venv");
        let (code, said, err) = doctor(&on, &[], |_| {});
        assert_eq!((code, err.as_str()), (0, ""), "{said}");
        assert!(said.starts_with("no problems found\n"), "{said}");
        let ways = "plain, -I, -E, env -i, subprocess, multiprocessing, a venv made now";
        assert!(said.contains(&format!("a message came from {ways}\n")), "{said}");
        let closed = "ok       a parent that closes file descriptor 3: a message came from behind os.closerange";
        assert!(said.contains(closed), "{said}");
        let (code, json, _) = doctor(&on, &["--json"], |_| {});
        let report: Value = serde_json::from_str(&json).unwrap();
        let outcomes = report["checks"].as_array().unwrap().iter().map(|check| &check["outcome"]);
        assert!(code == 0 && outcomes.clone().any(|outcome| outcome == "good"), "{json}");
        let (code, said, _) = doctor(&on, &[], |command| {
            command.env("LD_PRELOAD", on.preload());
        });
        assert!(code == 0 && said.contains("programs of this shell have the preload"), "{said}");
        // A venv is asked for its base; on PATH, or named, it is a place where a Matplotlib may be.
        let mut on_path = on.home.cli(&["doctor", "--verbose"]);
        on_path.env("PATH", format!("{}:/usr/bin:/bin", venv.parent().unwrap().display()));
        let named = on.home.cli(&["doctor", "--verbose", "--python", venv.to_str().unwrap()]);
        for mut command in [on_path, named] {
            let said = String::from_utf8(run(&mut command).stdout).unwrap();
            assert!(said.contains(", backend asked for and answered: TkAgg"), "{said}");
        }
    });
    suite.on_newest("doctor tells problems first, and folds all else into a line", |python| {
        let on = Installation::enable(python, &[]);
        let ask = |arguments: &[&str]| {
            let mut command = on.home.cli(&["doctor", "--python"]);
            command.arg(&on.python.program).args(arguments).env("CG_PLOT_MODE", "dispaly");
            String::from_utf8(run(&mut command).stdout).unwrap()
        };
        let said = ask(&[]);
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 4, "{said}");
        assert_eq!(lines[0], "1 problem found:");
        assert!(lines[1].starts_with("1. CG_PLOT_MODE=dispaly: not one of"), "{said}");
        assert_eq!(lines[2], "   unset CG_PLOT_MODE");
        assert!(
            lines[3].contains("checks passed and") && lines[3].ends_with(": --verbose shows them")
        );
        let all = ask(&["--verbose"]);
        assert!(all.starts_with(&lines[..3].join("\n")) && all.contains("\nnote     "), "{all}");
    });
    suite.on_newest("doctor without enable says so, and what it names mends it", |python| {
        let on = Installation::enable(python, &[]);
        run(&mut on.home.cli(&["disable"]));
        let (code, said, _) = doctor(&on, &[], |_| {});
        assert_eq!(code, 1, "{said}");
        assert_eq!(advice(&said), "cg-plot-capture enable", "{said}");
    });
    suite.on_newest("doctor names the hook that is gone, and what it names mends it", |python| {
        let on = Installation::enable(python, &["--mode", "both"]);
        fs_err::remove_file(on.python.hook()).unwrap();
        let (code, said, _) = doctor(&on, &[], |_| {});
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("no message came from plain"), "{said}");
        let command = format!("cg-plot-capture enable --python {}", on.python.program.display());
        assert_eq!(advice(&said), command, "{said}");
        take_advice(&on, &said);
        let (code, said, _) = doctor(&on, &[], |_| {});
        assert!(code == 0 && said.contains("CG_PLOT_MODE=both"), "{said}");
    });
    suite.on_newest("doctor says which setting is bad, and where plots go instead", |python| {
        let on = Installation::enable(python, &[]);
        let with = |pairs: &[(&str, &str)]| {
            doctor(&on, &[], |command| {
                command.envs(pairs.iter().copied());
            })
            .1
        };
        let said = with(&[("CG_PLOT_MODE", "dispaly")]);
        assert!(said.contains("1. CG_PLOT_MODE=dispaly: not one of display, save, both"), "{said}");
        assert_eq!(advice(&said), "unset CG_PLOT_MODE", "{said}");
        assert!(with(&[("CG_PLOT_MODE", "save")]).contains("the harness gets none"));
        assert!(with(&[("CG_PLOT_CAPTURE", "off")]).contains("unset CG_PLOT_CAPTURE"));
        let said = with(&[("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", "/dev/null/a/{i}.png")]);
        assert!(said.contains("nothing can be saved in /dev/null/a"), "{said}");
        let said = with(&[("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", "a.png")]);
        assert!(said.contains("overwrites the one before"), "{said}");
        assert!(with(&[]).contains("no file is saved"));
    });
    suite.on_newest("doctor says what stands at descriptor 3", |python| {
        let on = Installation::enable(python, &[]);
        let ours = cg_plot_capture_tests::command::cg_plot_capture();
        let with = |redirection: &str| {
            let script = format!("exec \"$@\" {redirection}");
            let mut command = on.home.command("sh");
            command.args(["-c", &script, "sh"]).arg(ours).args(["doctor", "--json", "--python"]);
            let output = run(command.arg(&on.python.program));
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let checks = report["checks"].as_array().unwrap();
            let three = checks.iter().find(|check| check["subject"] == "file descriptor 3 here");
            let three = three.unwrap();
            (
                three["outcome"].as_str().unwrap().to_owned(),
                three["text"].as_str().unwrap().to_owned(),
            )
        };
        // One of each outcome, and then the rest.
        let redirections = [
            ("", "note", "not open"),
            ("2>&1 3>&1", "problem", "it is the same file as stdout and stderr: pipe:["),
            ("3>channel", "good", "a channel that takes messages"),
            ("3>/dev/null", "note", "wants no figures"),
            ("3>&1", "problem", "it is a duplicate of stdout"),
            ("3>&2", "problem", "it is a duplicate of stderr"),
            ("3</etc/passwd", "problem", "open for reading only"),
        ];
        for (redirection, outcome, text) in
            redirections.into_iter().take(if tests_all() { 7 } else { 3 })
        {
            let (is, said) = with(redirection);
            assert!(is == outcome && said.contains(text), "{redirection}: {is}: {said}");
        }
        // What reads the real channel must not see a word of it.
        let mut command = on.home.cli(&["doctor", "--json", "--python"]);
        let delivery = deliver(command.arg(&on.python.program));
        assert_eq!(delivery.stream, b"");
        assert!(
            delivery.stdout().contains("a channel that takes messages"),
            "{}",
            delivery.stdout()
        );
    });
    suite.on_newest("doctor says where others may write to what every process loads", |python| {
        let on = Installation::enable(python, &[]);
        let preload = on.preload();
        let folder = preload.parent().unwrap();
        open(folder);
        let (code, said, _) = doctor(&on, &[], |_| {});
        assert!(code == 1 && said.contains("and so run code as you"), "{said}");
        take_advice(&on, &said);
        assert_eq!(doctor(&on, &[], |_| {}).0, 0);
    });
    suite.on_newest("doctor names a preload that is gone", |python| {
        let on = Installation::enable(python, &[]);
        let (code, said, _) = doctor(&on, &[], |command| {
            command.env("LD_PRELOAD", "/gone/payload-0/libcg_plot_inject.so");
        });
        assert!(code == 1 && said.contains("which is gone"), "{said}");
        assert_eq!(advice(&said), "unset LD_PRELOAD", "{said}");
    });
    suite.on_newest(
        "doctor knows a suffix that Matplotlib does not write, and the original package",
        |python| {
            let on = Installation::enable(
                python,
                &["--mode", "save", "--filename", "{script}_{i}.xlsx"],
            );
            let venv = on.venv_with("venv", &ORIGINAL);
            let mut command = on.home.cli(&["doctor", "--verbose"]);
            command.env("PATH", format!("{}:/usr/bin:/bin", venv.parent().unwrap().display()));
            let said = String::from_utf8(run(&mut command).stdout).unwrap();
            assert!(
                said.contains("CG_PLOT_FILENAME with the suffix .xlsx: no format of"),
                "{said}"
            );
            assert!(
                said.contains("1.0.2 is installed there; while the capture is enabled"),
                "{said}"
            );
            assert!(said.contains(": delivered, Matplotlib"), "{said}");
        },
    );
    suite.on_newest(
        "doctor shows a person at a terminal what it does, and nobody else",
        |python| {
            let on = Installation::enable(python, &[]);
            let (mut reader, terminal) = channel::open(Kind::Terminal);
            let mut command = on.home.cli(&["doctor", "--python"]);
            command.arg(&on.python.program).stderr(terminal);
            let report = succeed(&mut command);
            drop(command);
            let mut shown = vec![];
            // A terminal that nobody has open any more answers with an error.
            let _ = reader.read_to_end(&mut shown);
            let shown = String::from_utf8(shown).unwrap();
            assert!(
                shown.contains("\rstarting CPython 3.") && shown.ends_with("\r\x1b[K"),
                "{shown:?}"
            );
            assert!(!report.contains('\r'), "{report}");
        },
    );
}

/// What `doctor` says in one environment: its exit code, stdout and stderr.
fn doctor(
    on: &Installation,
    arguments: &[&str],
    change: impl Fn(&mut Command),
) -> (i32, String, String) {
    let mut command = on.home.cli(&["doctor", "--verbose", "--python"]);
    command.arg(&on.python.program).args(arguments);
    change(&mut command);
    let output = run(&mut command);
    let out = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), out, without_font_cache(&output.stderr))
}

/// The command for the last problem.
fn advice(said: &str) -> &str {
    said.lines().rfind(|line| line.starts_with("   ")).unwrap().trim()
}

/// That command, run as it is.
fn take_advice(on: &Installation, said: &str) {
    let command = advice(said);
    let ours = cg_plot_capture_tests::command::cg_plot_capture().parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", ours.display());
    let output = run(on.home.command("sh").args(["-c", command]).env("PATH", path));
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
}

fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs_err::set_permissions(folder, PermissionsExt::from_mode(0o777)).unwrap();
}
