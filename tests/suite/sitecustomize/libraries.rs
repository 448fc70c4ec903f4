//! Libraries that draw with Matplotlib, and Matplotlib's own corners: unmodified, and nobody says a word.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::life::shows;

/// What the scripts import.
pub(crate) const PACKAGES: [&str; 6] =
    ["matplotlib", "seaborn", "plotnine", "pandas", "networkx", "scikit-learn"];

/// Each script in `tests/scripts/libraries`, and a text that stands in each of its figures.
const SCRIPTS: [(&str, &[&str]); 7] = [
    (
        "seaborn_functions",
        &["scatterplot", "heatmap", "displot", "catplot", "pairplot", "jointplot", "clustermap"],
    ),
    ("seaborn_objects", &["objects", "on a figure"]),
    ("plotnine_plots", &["points", "facets", "columns", "columns"]),
    ("pandas_plots", &["lines", "bars", "pie", "histograms", "matrix"]),
    ("networkx_graphs", &["cycle", "weight"]),
    (
        "sklearn_displays",
        &["Predicted label", "LogisticRegression (AUC = 0.91)", "boundary", "tree"],
    ),
    ("matplotlib_kinds", &["surface", "left", "mosaic", "own projection", "mollweide", "inset"]),
];

/// Adds the tests. By default each library is tried once.
pub(crate) fn add(suite: &mut Suite) {
    let name = "seaborn, plotnine, pandas, networkx and scikit-learn deliver what they show";
    suite.on_newest(name, |python| {
        let captured = Captured::with(python, &[], &PACKAGES);
        let twice = ["seaborn_functions", "matplotlib_kinds"];
        let scripts = SCRIPTS.into_iter().filter(|(name, _)| tests_all() || !twice.contains(name));
        for (name, titles) in scripts {
            let delivery = captured.run(&format!("libraries/{name}"), &[], &[]).success();
            assert_eq!(delivery.stderr(), "", "{name}");
            let messages = delivery.messages();
            assert_eq!(messages.len(), titles.len(), "{name}");
            for (message, title) in messages.iter().zip(titles) {
                assert!(shows(&message.svg, title), "{name}: no {title}");
            }
        }
    });
}
