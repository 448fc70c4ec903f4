//! Complaints: a line for each matter, however often it comes up.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("figures that can't be saved are a line, however many", |python| {
        // A number that no figure uses is the next one's.
        let installation = Installation::shared(python, &["--mode", "save"]);
        let output = run(refusing(&installation).arg(script("many_shows")).arg("ignored"));
        let stderr = without_font_cache(&output.stderr);
        assert_eq!((stderr.lines().count(), output.stdout), (1, b"done\n".to_vec()), "{stderr}");
    });
    suite.on_newest("a hundred lines are what a process says", |python| {
        // Where each is displayed, each has a name of its own.
        let installation = Installation::shared(python, &["--mode", "both"]);
        let code = "import matplotlib.pyplot as plt\n\
        for i in range(120): plt.figure(figsize=(1, 1)).text(0, 0, i); plt.show()";
        let delivery = deliver(refusing(&installation).args(["-c", code])).success();
        let stderr = delivery.stderr();
        assert_eq!((delivery.messages().len(), stderr.lines().count()), (120, 101), "{stderr}");
        assert!(stderr.ends_with("more such messages are not shown\n"), "{stderr}");
    });
}

/// Python where no figure can be saved.
fn refusing(installation: &Installation) -> Command {
    let mut command = installation.in_shell(installation.venv("venv"));
    fs_err::write(installation.home.path().join("file"), "mine").unwrap();
    command.env("CG_PLOT_FILENAME", "file/{i}.png");
    command
}
