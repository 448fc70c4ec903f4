//! What a figure goes through, from its first show until it is closed, on each Matplotlib.
//!
//! Each case is a script as people write them; what it delivers is told by the titles that it gives
//! its figures. By default the newest Matplotlib runs one of each kind, with `CG_PLOT_TESTS=all` in the
//! environment each one runs all; what differs between them is in `backends.rs`, by default too.

mod cases;

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{MATPLOTLIBS, NEWEST};
use cases::{CASES, Case, PIXELS};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let mut wanted = vec![];
    for (version, packages, minor) in MATPLOTLIBS {
        wanted.push((
            version.to_owned(),
            packages,
            Interpreter::cpython(3, minor),
            version != NEWEST,
        ));
    }
    // CPython 3.14 and later: with whatever Matplotlib is newest for it.
    let newest = Interpreter::newest().ok().filter(|python| python.version >= (3, 14));
    let newest = newest.map(|python| {
        let (major, minor) = python.version;
        (format!("on CPython {major}.{minor}"), &["matplotlib"][..], Ok(python), false)
    });
    for (version, packages, python, is_older) in wanted.into_iter().chain(newest) {
        let setup = Shared::on(python, move |python| Captured::with(python, &[], packages));
        let mut test = |what: &str, seldom: bool, test: Box<dyn Fn(&Captured) + Send>| {
            let suite = suite.seldom_if(seldom || is_older);
            let name =
                format!("a figure's life is that on a desktop, {what}, Matplotlib {version}");
            setup.test(suite, &name, test);
        };
        for case in CASES {
            let Case { script, arguments, settings, .. } = case;
            let settings = settings.iter().map(|(name, value)| format!(" {name}={value}"));
            let what = [script, &arguments.join(" "), &settings.collect::<String>()].join(" ");
            test(what.trim(), case.seldom, Box::new(move |setup| is_right(setup, &case)));
        }
        test("layouts", false, Box::new(layouts_leave_no_mark));
    }
    suite.on_newest("no failure of ours reaches the program, in whatever function", |python| {
        let setup = Captured::new(python, &[]);
        // By default each twentieth function.
        let steps = if tests_all() { "1" } else { "20" };
        let pictures = tempfile::tempdir().unwrap();
        let inline = [("CG_PLOT_INLINE", pictures.path().to_str().unwrap())];
        let delivery = setup.run("life/raises", &["0", steps], &inline).success();
        assert_eq!(delivery.stdout().trim(), "True 0", "{}", delivery.stderr());
    });
    let name =
        "kept figures that are shown one by one cost less than three times as much as closed ones";
    suite.on_newest(name, |python| {
        let setup = Captured::new(python, &[]);
        let seconds = |backend: &[&str], after: &str| {
            let settings = [("CG_PLOT_AFTER_SHOW", after)];
            let delivery = setup.run("life/keeps", backend, &settings).success();
            assert_eq!(delivery.messages().len(), 40, "{}", delivery.stderr());
            delivery.stdout().trim().parse::<f64>().unwrap()
        };
        let closed = seconds(&[], "close");
        let ways = [(&[][..], "keep"), (&["Agg"], "auto")];
        for (backend, after) in ways.into_iter().take(if tests_all() { 2 } else { 1 }) {
            let kept = seconds(backend, after);
            assert!(kept < 3.0 * closed, "{backend:?} {after}: {kept} s, {closed} s");
        }
    });
}

fn is_right(setup: &Captured, case: &Case) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = setup.command();
    command.arg(script(&format!("life/{}", case.script))).args(case.arguments);
    command.envs(case.settings.iter().copied()).current_dir(folder.path());
    let delivery = deliver(&mut command);
    let messages = delivery.messages();
    let shown: Vec<&str> = messages
        .iter()
        .zip(case.titles.iter().chain(std::iter::repeat(&"no more")))
        .map(|(message, title)| if shows(&message.svg, title) { *title } else { "other" })
        .collect();
    let (stdout, stderr) = (delivery.stdout(), delivery.stderr());
    assert_eq!((shown, stdout.trim_end()), (case.titles.to_vec(), case.stdout), "{stderr}");
    assert_eq!(delivery.output.status.success(), case.succeeds, "{stderr}");
    assert!(case.talks || stderr.is_empty(), "{stderr}");
}

/// Layouts place the axes at each draw. After ours, a figure is saved as if it had not been shown,
/// and shown twice it is delivered once.
fn layouts_leave_no_mark(setup: &Captured) {
    let count = if tests_all() { 4 } else { 1 };
    let layouts = ["shows", "plain"].map(|how| {
        let mut command = setup.command();
        if how == "plain" {
            command.env_remove("LD_PRELOAD");
        }
        deliver(command.arg(script("life/layouts")).args([how, &count.to_string()])).success()
    });
    assert_eq!(layouts[0].messages().len(), count + 1, "{}", layouts[0].stderr());
    assert_eq!(layouts[0].stdout(), layouts[1].stdout());
}

/// Whether a text stands in the figure: an SVG names each in a comment. Or whether it is an image, and not a
/// blank one.
pub(crate) fn shows(svg: &[u8], text: &str) -> bool {
    let svg = String::from_utf8_lossy(svg);
    match text {
        "" => true,
        PIXELS => svg.contains("<image") && svg.len() > 8000,
        text => svg.contains(&format!("<!-- {text} -->")),
    }
}
