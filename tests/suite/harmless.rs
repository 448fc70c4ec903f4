//! Processes that are none of our business run as without us: same output, same exit code.

use std::path::{Path, PathBuf};
use std::process::Command;

use cg_plot_capture_tests::command::{run, succeed};
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::suite::{Suite, tool};

/// Says something on both outputs, makes a thread's worth of allocations, exits with 7.
const PROGRAM: &str = r#"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
    char *text = malloc(32);
    strcpy(text, "all is well");
    puts(text);
    fprintf(stderr, "%d arguments\n", argc);
    if (argc > 2) text[40] = 1;
    free(text);
    return 7;
}
"#;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing(
        "true, sh and bash run as without the preload",
        Interpreter::newest(),
        |python| {
            let installation = Installation::enable(&python, &[]);
            for program in ["/bin/true", "/bin/sh", "/bin/bash"] {
                same(&installation, Path::new(program), &["-c", "echo out; echo err >&2; exit 4"]);
            }
        },
    );
    for (name, compiler, flags) in [
        ("a dynamic program", "gcc", &[] as &'static [&str]),
        ("a static program", "gcc", &["-static"]),
        ("a static PIE", "gcc", &["-static-pie"]),
        ("a musl program", "musl-gcc", &["-dynamic"]),
        ("a static musl program", "musl-gcc", &["-static"]),
        ("a program under AddressSanitizer", "gcc", &["-fsanitize=address"]),
        ("a program under UndefinedBehaviorSanitizer", "gcc", &["-fsanitize=undefined"]),
        ("a program under ThreadSanitizer", "gcc", &["-fsanitize=thread"]),
        ("a program under LeakSanitizer", "gcc", &["-fsanitize=leak"]),
    ] {
        let needed = tool(compiler).and_then(|compiler| Ok((compiler, Interpreter::newest()?)));
        suite.needing(&format!("{name} runs as without the preload"), needed, move |needed| {
            let installation = Installation::enable(&needed.1, &[]);
            let program = compile(&installation, &needed.0, flags);
            same(&installation, &program, &["one"]);
        });
    }
    let needed = tool("gcc").and_then(|gcc| Ok((gcc, Interpreter::newest()?)));
    suite.needing("AddressSanitizer still finds errors under the preload", needed, |needed| {
        let installation = Installation::enable(&needed.1, &[]);
        let program = compile(&installation, &needed.0, &["-fsanitize=address"]);
        let output = run(installation.preloaded(&program).args(["one", "two"]));
        assert!(String::from_utf8_lossy(&output.stderr).contains("heap-buffer-overflow"));
    });
    for (major, minor) in [(2, 7), (3, 6), (3, 7), (3, 8)] {
        let needed =
            Interpreter::cpython(major, minor).and_then(|old| Ok((old, Interpreter::newest()?)));
        let name = format!("Python {major}.{minor}, too old to arm, runs as without the preload");
        suite.needing(&name, needed, |(old, newest)| {
            let installation = Installation::enable(&newest, &[]);
            let code = "import sys, os\n\
                print(sys.version, sys.path, sorted(sys.modules), sorted(os.environ))\n\
                sys.stderr.write('err\\n'); sys.exit(5)";
            let environment = [("LD_PRELOAD", String::new())];
            let mut plain = installation.home.command(&old.program);
            plain.envs(environment).args(["-c", code]);
            assert_eq!(
                outcome(&mut plain),
                outcome(installation.preloaded(&old.program).args(["-c", code]))
            );
            // Nor does the hook disturb it, should it ever come across it.
            let hooks = installation.python.hook();
            let code = "import sys; print([name for name in sys.modules if 'cg_' in name])";
            let mut hooked = installation.home.command(&old.program);
            hooked.env("PYTHONPATH", hooks.parent().unwrap()).args(["-c", code]);
            assert_eq!(outcome(&mut hooked), (Some(0), "[]\n".into(), String::new()));
        });
    }
}

/// Runs a program with and without the preload and compares.
fn same(installation: &Installation, program: &Path, arguments: &[&str]) {
    let plain = outcome(installation.home.command(program).args(arguments));
    let preloaded = outcome(installation.preloaded(program).args(arguments));
    assert_eq!(plain, preloaded, "{}", program.display());
}

fn outcome(command: &mut Command) -> (Option<i32>, String, String) {
    let output = run(command);
    let [out, err] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.code(), out, err)
}

fn compile(installation: &Installation, compiler: &Path, flags: &[&str]) -> PathBuf {
    let [source, program] =
        ["program.c", "program"].map(|name| installation.home.path().join(name));
    fs_err::write(&source, PROGRAM).unwrap();
    let flags = flags.iter().filter(|flag| **flag != "-dynamic");
    succeed(Command::new(compiler).args(flags).arg("-w").arg("-o").arg(&program).arg(&source));
    program
}
