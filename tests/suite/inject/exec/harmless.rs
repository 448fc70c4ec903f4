//! Programs that start others do so as without the preload: errors, fallbacks, other preloads.

use cg_plot_capture_tests::prelude::*;

use super::{FUNCTIONS, Programs};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, programs: &Shared<Programs>) {
    let name = "a program that can't be started fails as without us (gcc)";
    programs.needing(suite, name, tool("gcc"), |programs, _| failures(programs));
    let name = "a program that can't be started fails as without us (musl-gcc)";
    suite.needing(name, Programs::needed("musl-gcc"), |needed| {
        failures(&Programs::compile(&needed));
    });
    let name = "another preload behind ours still sees each call";
    programs.needing(suite, name, tool("gcc"), |programs, _| {
        let ours = programs.installation.preload();
        let reached = |function: &str, flags: &[&str]| {
            let observer = programs.library("observer", flags);
            let mut command = programs.settled(&programs.exec);
            command.env("LD_PRELOAD", format!("{}:{}", ours.display(), observer.display()));
            let said = succeed(command.args(["plain", function, "1"]).arg(&programs.show));
            (said.lines().next().unwrap().to_owned(), said.contains("CG_PLOT_MODE=both"))
        };
        // It has the hooks that the call meets without us, and no other.
        let shown = "1 arguments, group of its parent, SIGUSR2 open, 9 closed";
        for (function, by_execve, by_execv) in [
            ("execve", "execve", shown),
            ("execle", "execve", shown),
            ("execv", shown, "execv"),
            ("execl", shown, "execv"),
        ] {
            assert_eq!(reached(function, &[]), (by_execve.to_owned(), true), "{function}");
            // Where it has taken `execv` alone, that goes by without our settings.
            let settings = by_execv != "execv";
            let by_execv = (by_execv.to_owned(), settings);
            assert_eq!(reached(function, &["-DONLY_EXECV"]), by_execv, "{function}");
        }
    });
    suite.on_newest("enable proves each layer alone, under a preload too", |python| {
        let installation = Installation::enable(python, &[]);
        let program = installation.python.program.to_str().unwrap();
        let mut command = installation.home.cli(&["enable", "--json", "--python", program]);
        command.env("CG_ATV2", "true").env("LD_PRELOAD", installation.preload());
        let report: serde_json::Value = serde_json::from_str(&succeed(&mut command)).unwrap();
        for layer in ["preload", "hook"] {
            let proof = &report["interpreters"][0][layer];
            assert_eq!(proof["state"], "proven", "{report}");
        }
    });
    let name = "a library that starts a program before our constructor can";
    programs.needing(suite, name, tool("gcc"), |programs, gcc| {
        let library = programs.library("early", &[]);
        let early = programs.folder().join("early");
        let flags = ["-Wl,--no-as-needed", library.to_str().unwrap()];
        super::build(&gcc, "show", &early, &flags);
        let plain = succeed(&mut programs.installation.home.command(&early));
        let preloaded = succeed(&mut programs.settled(&early));
        let first = "early: 0\n1 arguments";
        assert!(plain.starts_with(first) && preloaded.starts_with(first), "{plain}\n{preloaded}");
    });
    let name = "a crash handler on a small stack starts its reporter";
    programs.needing(suite, name, tool("gcc"), |programs, gcc| {
        let crash = programs.folder().join("crash");
        super::build(&gcc, "crash", &crash, &[]);
        assert_eq!(succeed(&mut programs.settled(&crash)), "crash report\n");
    });
    let name = "AddressSanitizer's runtime stays the first preload";
    programs.needing(suite, name, tool("gcc"), |programs, gcc| {
        let [exec, show] =
            ["sanitized-exec", "sanitized-show"].map(|name| programs.folder().join(name));
        super::build(&gcc, "exec", &exec, &["-fsanitize=address", "-pthread"]);
        super::build(&gcc, "show", &show, &["-fsanitize=address"]);
        let runtime = succeed(Command::new(&gcc).arg("-print-file-name=libasan.so"));
        let list = format!("{}:{}", runtime.trim(), programs.installation.preload().display());
        let mut command = programs.settled(&exec);
        command.env("LD_PRELOAD", &list).args(["plain", "execve", "1"]).arg(&show);
        let output = run(command.arg(format!("LD_PRELOAD={}", runtime.trim())));
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&format!("\nLD_PRELOAD={list}\n")), "{said}");
    });
}

/// Missing, forbidden, a folder, no program at all, a script without a first line, one whose
/// interpreter is missing, one that is its own interpreter, a path that is no path.
fn failures(programs: &Programs) {
    let folder = programs.folder();
    let program = |name: &str, text: &str| program::write(&folder.join(name), text);
    fs_err::write(folder.join("forbidden"), "#!/bin/sh\n").unwrap();
    program("text", "echo by a shell: $0 $1 $VAR\n");
    program("empty", "");
    program("orphan", "#!/no/interpreter\n");
    program("itself", &format!("#!{}\n", folder.join("itself").display()));
    fs_err::create_dir(folder.join("folder")).unwrap();
    let names =
        ["missing", "forbidden", "folder", "text", "empty", "orphan", "itself", "text/below"];
    for function in FUNCTIONS {
        for name in names {
            for program in [Path::new(name), &folder.join(name)] {
                let [plain, preloaded] = [
                    programs.installation.home.command(&programs.exec),
                    programs.settled(&programs.exec),
                ]
                .map(|mut command| {
                    command.env("PATH", &folder).args(["vfork", function, "5"]).arg(program);
                    let output =
                        run(command.args(["VAR=x"]).arg(format!("PATH={}", folder.display())));
                    (output.status.code(), output.stdout, output.stderr)
                });
                assert_eq!(plain, preloaded, "{function} {}", program.display());
            }
        }
    }
}
