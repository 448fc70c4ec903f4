//! Complaints: a line for each matter, however often it comes up.

use std::ffi::OsStr;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "figures that can't be saved are a line, and all others up to a hundred";
    suite.on_newest(name, |python| {
        // A number that no figure uses is the next one's.
        let captured = Captured::new(python, &[]);
        fs_err::write(captured.folder.join("file"), "mine").unwrap();
        let said = |mode: &str, python: &[&OsStr]| {
            let mut command = captured.command();
            command.env("CG_PLOT_MODE", mode).env("CG_PLOT_FILENAME", "file/{i}.png");
            let delivery = deliver(command.args(python)).success();
            (delivery.messages().len(), delivery.stdout(), delivery.stderr())
        };
        let shows = script("many_shows");
        let (_, out, err) = said("save", &[shows.as_os_str(), "ignored".as_ref()]);
        assert_eq!((err.lines().count(), &*out), (1, "done\n"), "{err}");
        // Where each is displayed, each has a name of its own.
        let code = "import matplotlib.pyplot as plt\n\
        for i in range(120): plt.figure(figsize=(1, 1)).text(0, 0, i); plt.show()";
        let (count, _, err) = said("both", &["-c".as_ref(), code.as_ref()]);
        assert_eq!((count, err.lines().count()), (120, 101), "{err}");
        assert!(err.ends_with("more such messages are not shown\n"), "{err}");
    });
}
