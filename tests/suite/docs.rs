//! The documentation: every command in it runs, every name in it is one, every link leads somewhere.

use cg_plot_capture_tests::prelude::*;

use crate::cli::install::root::Root;

pub(crate) use account::names;

mod account;
mod commands;
mod crates;
mod fields;
mod named;
mod page;
mod paths;
mod reader;
mod said;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for page in page::all().into_iter().filter(|page| !commands::typed(page).is_empty()) {
        let name = format!("the commands of {} do what it says", page.name);
        suite.on_newest(&name, move |python| commands::run(python, &page));
    }
    let name = "the commands that the pages have for root do what they say";
    suite.needing(name, Root::need(), |python| {
        commands::run_as_root(&python);
    });
    suite.test("each command of the pages that another test runs is on its page", account::is_true);
    suite.test(
        "the workspace's commands on the pages name what is there",
        account::names_what_is_there,
    );
    suite.test(
        "the command has few crates, and DESIGN.md says what the large ones bring",
        crates::are_few,
    );
    suite.test("README.md and DESIGN.md are short", page::first_ones_are_short);
    suite.test("every link on the pages leads somewhere", named::links);
    suite.test("every file of the tree on the pages is there", paths::are_there);
    suite.test(
        "every variable on the pages is one, and every setting is on its page",
        named::variables,
    );
    suite.test("every command and flag that the pages name is one", named::commands);
    suite.on_newest("the fields of --json are those on the page", |python| {
        fields::are_named(python);
    });
    suite.test("all that is said on stderr is in docs/TROUBLESHOOTING.md", said::has_a_row);
}
