//! Heavy figures: what has too many elements for an SVG is an image in it, and the rest is not.

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{MATPLOTLIBS, NEWEST, on_matplotlibs};

/// `CG_PLOT_MAX_BYTES` where nobody sets it.
const MOST: usize = 4_000_000;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    // Matplotlib 3.8 made contours one artist, and 3.11 changed three-dimensional polygons.
    let name = "no class of heavy figures is larger than allowed";
    on_matplotlibs(suite, name, &[NEWEST], classes);
    suite.on_newest("ten times as many points weigh the same, and a line is a vector", |python| {
        let captured = Captured::new(python, &[]);
        let many = if tests_all() { "1000000" } else { "300000" };
        let delivery = run(&captured, "points", &["scatter", &many[..many.len() - 1], many], &[]);
        let bytes: Vec<_> = delivery.messages().iter().map(|one| one.svg.len() as f64).collect();
        assert!(bytes.len() == 2 && bytes[1] <= 1.2 * bytes[0], "{bytes:?}");
        let svg = run(&captured, "points", &["line", many], &[]).messages().remove(0).svg;
        assert!(svg.len() < MOST && count(&svg, "<image") == 0);
    });
    suite.on_newest("small artists in numbers are heavy too", |python| {
        let captured = Captured::new(python, &[]);
        let delivery = run(
            &captured,
            "crowds",
            &[],
            &[("CG_PLOT_RASTERIZE", "1000"), ("CG_PLOT_MAX_BYTES", "1500000")],
        );
        let names = delivery.stdout();
        assert_eq!(
            names.lines().collect::<Vec<_>>(),
            ["lines", "bars", "alternating", "few", "grid"]
        );
        let mut figures = delivery.messages();
        let grid = figures.pop().unwrap();
        for (name, message) in names.lines().zip(&figures) {
            is_lightened(name, &message.svg, 8);
        }
        // The line over the bars has stayed one: its two markers are drawn by name, and the legend's.
        assert_eq!(count(&figures[1].svg, "<image"), 1);
        assert!(count(&figures[1].svg, "stroke: #1f77b4") >= 2);
        // A figure of many Axes that no SVG would hold: each of them keeps its own axes.
        assert_eq!(count(&grid.svg, "<image"), 36);
        assert_eq!(count(&grid.svg, "id=\"matplotlib.axis_"), 72);
    });
    for (version, packages, minor) in MATPLOTLIBS {
        let name = format!("a box with too much in it stands where Agg draws it, {version}");
        let needed = Interpreter::cpython(3, minor).and_then(|python| Ok((python, chromium()?)));
        let suite = suite.seldom_if(version != NEWEST);
        suite.needing(&name, needed, |(python, chromium)| boxes(&python, packages, &chromium));
    }
    suite.on_newest("a heavy figure is left as it was", |python| {
        let captured = Captured::new(python, &[]);
        let delivery = run(&captured, "state", &[], &[("CG_PLOT_RASTERIZE", "300")]);
        assert_eq!(delivery.names(), ["plot_1.svg"], "{}", delivery.stderr());
    });
    suite.on_newest("what is saved of a heavy figure is all of it", |python| {
        for kind in ["svg", "png"].into_iter().take(if tests_all() { 2 } else { 1 }) {
            let captured = Captured::new(python, &[]);
            let name = format!("saved.{kind}");
            let settings = [
                ("CG_PLOT_MODE", "both"),
                ("CG_PLOT_FILENAME", name.as_str()),
                ("SOURCE_DATE_EPOCH", "0"),
            ];
            let delivery = run(&captured, "both", &[], &settings);
            let read = |name: &str| fs_err::read(captured.folder.join(name)).unwrap();
            assert_eq!(delivery.names(), ["saved.svg"]);
            assert!(read(&name) == read(&format!("own.{kind}")));
        }
    });
    suite.on_newest("how much is too much is the user's choice", |python| {
        settings(python);
    });
    suite.on_newest("what can't be an SVG is a PNG within one", |python| {
        let delivery = run(&Captured::new(python, &[]), "failing", &[], &[]);
        // Two that only Agg can draw, and the one after those that nothing can.
        let images: Vec<usize> =
            delivery.messages().iter().map(|message| count(&message.svg, "<image")).collect();
        assert_eq!(images, [1, 1, 0]);
        assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg", "plot_3.svg"]);
        assert_eq!(said(&delivery, "displayed as a PNG: RuntimeError: no vectors here"), 1);
        assert_eq!(said(&delivery, "cannot be drawn: RuntimeError: nothing"), 1);
        assert_eq!(delivery.stderr().lines().count(), 2, "{}", delivery.stderr());
    });
}

/// Each is an image among vectors, and one line says so.
fn classes(python: &Interpreter, packages: &[&str]) {
    let delivery = run(
        &Captured::with(python, &[], packages),
        "classes",
        &[if tests_all() { "1" } else { "3" }],
        &[],
    );
    let names = delivery.stdout();
    let messages = delivery.messages();
    assert_eq!(messages.len(), names.lines().count());
    for (name, message) in names.lines().zip(messages) {
        let svg = message.svg;
        assert!(svg.len() <= MOST, "{name}: {} bytes", svg.len());
        is_lightened(name, &svg, 3);
    }
    assert_eq!(said(&delivery, "CG_PLOT_RASTERIZE"), 1, "{}", delivery.stderr());
}

/// Whether the plot of it is up to so many images, and its axes and text are vectors.
fn is_lightened(name: &str, svg: &[u8], most: usize) {
    let [images, paths, glyphs] =
        ["<image", "<path", "xlink:href=\"#DejaVuSans-"].map(|text| count(svg, text));
    assert!((1..=most).contains(&images), "{name}: {images} images");
    assert!(paths < 100 && glyphs > 20, "{name}: {paths} paths, {glyphs} glyphs");
}

/// Compared with what the program itself saves.
fn boxes(python: &Interpreter, packages: &[&str], chromium: &Path) {
    let captured = Captured::with(python, &[], packages);
    let delivery = run(&captured, "boxes", &[], &[("CG_PLOT_RASTERIZE", "1000")]);
    let names = delivery.stdout();
    let messages = delivery.messages();
    assert_eq!(messages.len(), names.lines().count(), "{}", delivery.stderr());
    let page = Page::open(chromium, "about:blank");
    let wrong: Vec<String> = names
        .lines()
        .zip(&messages)
        .filter_map(|(name, message)| {
            let file = captured.folder.join(format!("{name}.png"));
            let difference = page.difference(&message.svg, &fs_err::read(file).unwrap());
            let images = count(&message.svg, "<image");
            (difference > 0.2 || images == 0)
                .then(|| format!("{name}: {difference}, {images} images"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn settings(python: &Interpreter) {
    let captured = Captured::new(python, &[]);
    // What becomes of figures with so many points each, and how often a line says so.
    let shown = |points: &[&str], settings: &[(&str, &str)]| {
        let arguments = [&["scatter"], points].concat();
        let delivery = run(&captured, "points", &arguments, settings);
        let told = ["CG_PLOT_RASTERIZE", "CG_PLOT_MAX_BYTES"].map(|name| said(&delivery, name));
        let svgs: Vec<Vec<u8>> = delivery.messages().into_iter().map(|one| one.svg).collect();
        let kinds = svgs.iter().map(|svg| (count(svg, "<image"), count(svg, "id=\"xtick_1\"")));
        (kinds.collect::<Vec<_>>(), told, svgs)
    };
    let (vectors, lightened, png) = ((0, 1), (1, 1), (1, 0));
    let never = ("CG_PLOT_RASTERIZE", "never");
    // By default two of each three.
    let few = if tests_all() { 3 } else { 2 };
    for (points, settings, kinds, told) in [
        (&["10000", "10001"][..], &[][..], [vectors, lightened], [1, 0]),
        (&["10001", "100000"], &[never], [vectors, png], [0, 1]),
        (&["100", "101"], &[("CG_PLOT_RASTERIZE", "100")], [vectors, lightened], [1, 0]),
    ]
    .into_iter()
    .take(few)
    {
        let seen = shown(points, settings);
        assert_eq!((seen.0, seen.1), (kinds.to_vec(), told), "{points:?} {settings:?}");
    }
    // A cap that only a smaller PNG keeps, one that the PNG keeps, one that the SVG keeps.
    for (most, kind, told) in
        [("9000", png, 1), ("40000", png, 1), ("100000", vectors, 0)].into_iter().take(few)
    {
        let (kinds, lines, svgs) = shown(&["500"], &[("CG_PLOT_MAX_BYTES", most), never]);
        assert_eq!((kinds, lines), (vec![kind], [0, told]), "{most}");
        assert!(svgs[0].len() <= most.parse().unwrap(), "{} > {most}", svgs[0].len());
        let size = "width=\"460.8pt\" height=\"345.6pt\" viewBox=\"0 0 460.8 345.6\"";
        assert_eq!(count(&svgs[0], size), 1);
    }
}

/// Runs a script that has to succeed.
fn run(captured: &Captured, name: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Delivery {
    captured.run(&format!("heavy/{name}"), arguments, settings).success()
}

fn count(svg: &[u8], text: &str) -> usize {
    std::str::from_utf8(svg).unwrap().matches(text).count()
}

/// How many lines on stderr say so.
fn said(delivery: &Delivery, text: &str) -> usize {
    delivery.stderr().lines().filter(|line| line.contains(text)).count()
}
