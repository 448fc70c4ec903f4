//! Text in figures: whatever a program writes, its SVG is XML.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{MATPLOTLIBS, NEWEST};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (version, packages, minor) in MATPLOTLIBS {
        let suite = suite.seldom_if(version != NEWEST);
        let name = format!("an SVG is XML whatever is written in it, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), |python| {
            // Figures with random text, displayed and saved.
            let (seeds, figures) = if tests_all() { (1..9, 40) } else { (1..3, 8) };
            let installation = Installation::shared(&python, &[]);
            let venv = venv_with(&python, packages);
            for seed in seeds {
                let mut command = installation.preloaded(&venv);
                let suffix = if seed % 2 == 1 { "svg" } else { "svgz" };
                command
                    .arg(script("text/fuzz"))
                    .args([seed, figures].map(|number| number.to_string()));
                command.arg(suffix).env("CG_PLOT_MODE", "both");
                command.env("CG_PLOT_FILENAME", format!("plot_{{i}}.{suffix}"));
                command.env("SOURCE_DATE_EPOCH", "0").current_dir(installation.home.path());
                // The script looks at what was saved.
                let delivery = deliver(&mut command).success();
                let messages = delivery.messages();
                assert_eq!(messages.len(), figures, "seed {seed}: {}", delivery.stderr());
                for message in messages {
                    let text = String::from_utf8(message.svg).expect("UTF-8");
                    let options =
                        roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
                    if let Err(error) = roxmltree::Document::parse_with_options(&text, options) {
                        panic!("seed {seed}, {}: {error}", message.filename);
                    }
                    // The script's own picture is one.
                    assert!(
                        text.matches("<image").count() == 1,
                        "seed {seed}, {}: a PNG",
                        message.filename
                    );
                }
            }
        });
    }
}
