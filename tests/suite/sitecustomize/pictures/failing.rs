//! If something fails, a picture is missing and one line says so, and the program goes on.

use cg_plot_capture_tests::prelude::*;

use super::{OPENCV, PILLOW, PLOTLY, World, numbered};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("pictures: one that can't be drawn costs a line", |python| {
        let world = World::new(python, PLOTLY.packages);
        let code =
            format!("{}\nimport sys\nsys.executable = '/nowhere/python3'\nshow(1)", PLOTLY.show);
        let delivery = world.run(&code, &[]).success();
        assert_eq!(delivery.names(), numbered(1));
        assert!(
            delivery.stderr().contains("a card stands in for it: FileNotFoundError"),
            "{}",
            delivery.stderr()
        );
    });
    suite.on_newest(
        "pictures: without a harness a line says so, once, and nothing fails",
        |python| {
            for library in [PILLOW, OPENCV] {
                let world = World::new(python, library.packages);
                let code = format!("{}\nshow(1)\nshow(2)\nprint('done')", library.show);
                let output = run(world.command().args(["-c", &code]));
                let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.success() && output.stdout == b"done\n", "{stderr}");
                assert!(
                    stderr.contains("file descriptor 3 is not open, so that no figure"),
                    "{stderr}"
                );
                assert_eq!(stderr.lines().count(), 1, "{stderr}");
            }
        },
    );
}
