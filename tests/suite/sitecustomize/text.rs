//! Text in figures: whatever a program writes, its SVG is XML.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{NEWEST, on_matplotlibs};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "an SVG is XML whatever is written in it";
    on_matplotlibs(suite, name, &[NEWEST], |python, packages| {
        // Figures with random text, displayed and saved; the script looks at what was saved.
        let (seeds, figures) = if tests_all() { (1..9, 40) } else { (1..2, 8) };
        let captured = Captured::with(python, &[], packages);
        for seed in seeds {
            let suffix = if seed % 2 == 1 { "svg" } else { "svgz" };
            let template = format!("plot_{{i}}.{suffix}");
            let arguments = [&*format!("{seed}"), &format!("{figures}"), suffix];
            let settings = [
                ("CG_PLOT_MODE", "both"),
                ("CG_PLOT_FILENAME", &template),
                ("SOURCE_DATE_EPOCH", "0"),
            ];
            let delivery = captured.run("text/fuzz", &arguments, &settings).success();
            let messages = delivery.messages();
            assert_eq!(messages.len(), figures, "seed {seed}: {}", delivery.stderr());
            for message in messages {
                let name = format!("seed {seed}, {}", message.filename);
                let text = String::from_utf8(message.svg).expect("UTF-8");
                let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
                if let Err(error) = roxmltree::Document::parse_with_options(&text, options) {
                    panic!("{name}: {error}");
                }
                // The script's own picture is one.
                assert!(text.matches("<image").count() == 1, "{name}: a PNG");
            }
        }
    });
}
