//! Warnings that drawing raises: the program's own, once, at the line that showed the figure.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{MATPLOTLIBS, is_between};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (version, packages, minor) in MATPLOTLIBS {
        // One that counts frames to the program's line, and one that has Python skip files.
        let suite = suite.seldom_if(is_between(version));
        let name = format!("warnings name the line that showed, once, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), |python| {
            let installation = Installation::shared(&python, &[]);
            let venv = venv_with(&python, packages);
            let run = |name: &str, options: &[&str]| {
                let mut command = installation.preloaded(&venv);
                command.args(options).arg(script(&format!("warnings/{name}")));
                command.envs([("CG_PLOT_MODE", "both"), ("CG_PLOT_FILENAME", "plot_{i}.svg")]);
                deliver(command.current_dir(installation.home.path())).success()
            };
            // The script makes the checks itself.
            let delivery = run("told", &[]);
            assert_eq!(delivery.stderr(), "");
            // Without a fallback: each figure is as it would be with no warning.
            let messages = delivery.messages();
            assert_eq!(messages.len(), 17);
            assert!(
                messages
                    .iter()
                    .all(|message| !message.svg.windows(6).any(|part| part == b"<image"))
            );
            assert_eq!(delivery.stdout(), "UserWarning\nRuntimeWarning\nUserWarning\nshown\n");
            for (options, line) in [
                (&[][..], Some("UserWarning: Glyph 20013 ")),
                // Not all: Matplotlib 3.6 raises others at its import.
                (&["-W", "error:Glyph"], Some("UserWarning: Glyph 20013 ")),
                (&["-W", "ignore"], None),
            ] {
                let delivery = run("ends", options);
                assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"]);
                let stderr = delivery.stderr();
                match line {
                    None => assert_eq!(stderr, ""),
                    Some(line) => {
                        let place = format!("{}:6: {line}", script("warnings/ends").display());
                        assert!(stderr.starts_with(&place), "{options:?}: {stderr}");
                        assert!(
                            stderr.ends_with("\n  plt.pause(0.001)  # It shows.\n"),
                            "{options:?}: {stderr}"
                        );
                        assert_eq!(stderr.lines().count(), 2, "{options:?}: {stderr}");
                    }
                }
            }
        });
    }
}
