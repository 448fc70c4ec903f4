//! Programs in the style of each library's tutorials, with the number of visible pictures in their docstrings.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::scripts;

use super::{LIBRARIES, Library, World, numbered};

/// The line for a figure that only a browser can draw, without a browser.
const CARD: &str = "cg-plot-capture: a picture of Plotly cannot be drawn here, so that a card stands in for it: surface needs a browser, and kaleido is not installed (pip install kaleido)\n";

/// The line for a wait that no key has ended.
const WAITS: &str =
    "cg-plot-capture: the program waits for a key in a window of OpenCV, and nobody is there\n";

pub(super) fn add(suite: &mut Suite) {
    for library in LIBRARIES {
        let name =
            format!("pictures: programs of {}'s tutorials deliver what they show", library.name);
        suite.on_newest(&name, move |python| are_delivered(python, library));
    }
}

fn are_delivered(python: &Interpreter, library: Library) {
    let all = scripts(&format!("pictures/{}", library.name));
    assert_eq!(all.len(), 10);
    // A child draws each chart.
    let few = !tests_all() && ["plotly", "altair"].contains(&library.name);
    for script in all.iter().take(if few { 3 } else { 10 }) {
        let world = World::new(python, library.packages);
        let mut command = world.command();
        let delivery = deliver(command.arg(script)).success();
        let stderr = delivery.stderr();
        assert!(["", CARD, WAITS].contains(&stderr.as_str()), "{}: {stderr}", script.display());
        assert_eq!(delivery.names(), numbered(wanted(script)), "{}", script.display());
    }
}

/// The number of pictures in a script's docstring.
fn wanted(script: &Path) -> usize {
    let text = fs_err::read_to_string(script).unwrap();
    let first = text.lines().next().unwrap();
    let count = first.rsplit(": ").next().and_then(|rest| rest.split(' ').next());
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{first}"))
}
