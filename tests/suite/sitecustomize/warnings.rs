//! Warnings that drawing raises: the program's own, once, at the line that showed the figure.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{BOTH, on_matplotlibs};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    // One that counts frames to the program's line, and one that has Python skip files.
    let name = "warnings name the line that showed, once";
    on_matplotlibs(suite, name, &BOTH, |python, packages| {
        let captured = Captured::with(python, &[], packages);
        let run = |name: &str, options: &[&str]| {
            let mut command = captured.command();
            command.args(options).arg(script(&format!("warnings/{name}")));
            command.env("CG_PLOT_MODE", "both").env("CG_PLOT_FILENAME", "plot_{i}.svg");
            deliver(&mut command).success()
        };
        // The script makes the checks itself.
        let delivery = run("told", &[]);
        assert_eq!(delivery.stderr(), "");
        // Without a fallback: each figure is as it would be with no warning.
        let messages = delivery.messages();
        let is_vector = |svg: &[u8]| !svg.windows(6).any(|part| part == b"<image");
        assert!(messages.len() == 17 && messages.iter().all(|one| is_vector(&one.svg)));
        assert_eq!(delivery.stdout(), "UserWarning\nRuntimeWarning\nUserWarning\nshown\n");
        let glyph = Some("UserWarning: Glyph 20013 ");
        for (options, line) in [
            // Not all: Matplotlib 3.6 raises others at its import.
            (&["-W", "error:Glyph"][..], glyph),
            (&[], glyph),
            (&["-W", "ignore"], None),
        ]
        .into_iter()
        .take(if tests_all() { 3 } else { 1 })
        {
            let delivery = run("ends", options);
            assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"]);
            let stderr = delivery.stderr();
            let Some(line) = line else {
                assert_eq!(stderr, "");
                continue;
            };
            let place = format!("{}:6: {line}", script("warnings/ends").display());
            assert!(stderr.starts_with(&place), "{options:?}: {stderr}");
            assert!(
                stderr.ends_with("\n  plt.pause(0.001)  # It shows.\n"),
                "{options:?}: {stderr}"
            );
            assert_eq!(stderr.lines().count(), 2, "{options:?}: {stderr}");
        }
    });
}
