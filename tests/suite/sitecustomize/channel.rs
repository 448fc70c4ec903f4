//! Descriptor 3 as a harness opens it: used, also by children, until the harness has enough.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shows;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("a reader that goes early ends nothing but the figures", |python| {
        let installation = Installation::shared(python, &[]);
        let venv = installation.venv("venv");
        let script = script("many_shows");
        // The reader takes a few bytes and goes; the program ends as if it had stayed, also where it
        // lets a broken pipe kill it.
        for sigpipe in ["ignored", "default"] {
            let text = format!(
                "set -o pipefail; {{ {} {} {sigpipe} 3>&1 >&4 | head -c 20 >&2; }} 4>&1",
                venv.display(),
                script.display()
            );
            let output = run(installation.in_shell("bash").args(["-c", &text]));
            assert!(output.status.success(), "{sigpipe}: {output:?}");
            assert_eq!(String::from_utf8_lossy(&output.stdout), "done\n", "{sigpipe}");
        }
    });
    for way in ["pass_fds", "preexec_fn"] {
        let name = format!("a harness in Python that gives a pipe by {way} gets the figures");
        suite.on_newest(&name, move |python| {
            // The harness is captured itself or not, and has a channel of its own or none.
            let installation = Installation::shared(python, &[]);
            let venv = installation.venv("venv");
            let programs = [
                installation.preloaded(&venv),
                installation.home.command(&venv),
                installation.home.command(&installation.original.program),
            ];
            for (number, program) in programs.into_iter().enumerate() {
                for (free, before) in ["channel", "free"].into_iter().enumerate() {
                    // By default the two ways share them.
                    if !tests_all() && (number + free + usize::from(way == "pass_fds")) % 2 == 0 {
                        continue;
                    }
                    let mut command = within(&["env"], &program);
                    command.arg(script("harness")).args([way, before]).arg(&venv).arg(shows());
                    let said = if before == "free" {
                        succeed(&mut command)
                    } else {
                        let delivery = deliver(&mut command).success();
                        assert_eq!(delivery.stream, b"", "{way}");
                        delivery.stdout()
                    };
                    assert_eq!(said, "plot_1.svg\nplot_2.svg\n", "{way}, {before}");
                }
            }
        });
    }
}
