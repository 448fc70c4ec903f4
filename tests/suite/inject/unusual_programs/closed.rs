//! Standard descriptors, and the channel's, that are closed at the start.

use cg_plot_capture_tests::prelude::*;

use super::Setup;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    let name = "a program with any of descriptors 0 to 3 closed runs as without the preload";
    setup.needing(suite, name, tool("gcc"), |setup, _| {
        let program = setup.foreign("closed");
        for closed in 0..16 {
            setup.same(&line(closed), &[program.as_os_str()]);
        }
    });
    let name =
        "a Python with any of descriptors 0 to 2 closed delivers, and without 3 goes its way";
    setup.test(suite, name, |setup| {
        // The first alone, all outputs, all standard ones, and nothing at all.
        let few = [1, 6, 7, 15].as_slice();
        let all = (0..16).collect::<Vec<u32>>();
        for closed in if tests_all() { &all } else { few } {
            let (status, ..) = setup.shows(&line(*closed), usize::from(closed & 8 == 0));
            assert_eq!(status.code(), Some(7), "{closed:04b}");
        }
    });
}

/// A line of shell that closes the descriptors whose bits are set.
fn line(closed: u32) -> String {
    let closing = (0..4).filter(|number| closed >> number & 1 == 1);
    let closing: String = closing.map(|number| format!(" {number}>&-")).collect();
    format!("exec \"$@\"{closing}")
}
