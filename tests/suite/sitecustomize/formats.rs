//! Formats: the suffix of a file's name is what is in it, or a line says what is there instead.

use cg_plot_capture_tests::prelude::*;

/// Every format of every supported Matplotlib but pgf, which needs TeX, and how its files begin;
/// empty: those are bare pixels.
const FORMATS: [(&str, &[u8]); 15] = [
    ("avif", b"\0\0\0 ftypavif"),
    ("eps", b"%!PS-Adobe-3.0 EPSF-3.0"),
    ("gif", b"GIF8"),
    ("jpeg", b"\xff\xd8\xff"),
    ("jpg", b"\xff\xd8\xff"),
    ("pdf", b"%PDF-"),
    ("png", b"\x89PNG\r\n"),
    ("ps", b"%!PS-Adobe-3.0\n"),
    ("raw", b""),
    ("rgba", b""),
    ("svg", b"<?xml"),
    ("svgz", b"\x1f\x8b"),
    ("tif", b"II*\0"),
    ("tiff", b"II*\0"),
    ("webp", b"RIFF"),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("every format is saved, and a new date makes no new figure", |python| {
        all(&Captured::new(python, &[]));
    });
    suite.on_newest("what can't be written is saved as PNG, and displayed", |python| {
        let captured = Captured::new(python, &[]);
        instead(&captured, "xyz", " writes no xyz, only ");
        instead(&captured, "pgf", "cannot be saved as pgf (CG_PLOT_FILENAME=TEMPLATE), so it is");
    });
    suite.on_newest("a displayed SVG is not drawn again for the file", |python| {
        let captured = Captured::new(python, &[]);
        let drawings = |mode: &str, template: &str| {
            let delivery = captured.run("formats/drawings", &[], &saving(mode, template)).success();
            let drawings: u32 = delivery.stdout().trim().parse().unwrap();
            (drawings, delivery.messages().remove(0).svg)
        };
        let (one, _) = drawings("display", "{i}.svg");
        let (both, displayed) = drawings("both", "{i}.svg");
        assert_eq!(both, one);
        assert!(fs_err::read(captured.folder.join("1.svg")).unwrap() == displayed);
        if tests_all() {
            assert_eq!(drawings("both", "{i}.svgz").0, one);
        }
        assert!(drawings("both", "{i}.png").0 > one, "drawings are not counted");
    });
    suite.on_newest("without a suffix the format is savefig's own", |python| {
        let captured = Captured::new(python, &[]);
        let code = "import matplotlib.pyplot as plt; plt.rcParams['savefig.format'] = 'pdf'\n\
            plt.plot([1]); plt.show()";
        let mut command = captured.command();
        succeed(command.args(["-c", code]).envs(saving("save", "v1.2/plot_{i}")));
        let file = captured.folder.join("v1.2/plot_1.pdf");
        assert!(fs_err::read(file).unwrap().starts_with(b"%PDF"));
    });
}

fn saving<'a>(mode: &'a str, template: &'a str) -> [(&'static str, &'a str); 2] {
    [("CG_PLOT_MODE", mode), ("CG_PLOT_FILENAME", template)]
}

fn all(captured: &Captured) {
    let mut days = captured.command();
    days.arg(script("formats/days")).envs(saving("save", "")).env("CG_PLOT_AFTER_SHOW", "keep");
    // It saves each format that Matplotlib has but pgf, and says which those are.
    let output = run(&mut days);
    assert_eq!(without_font_cache(&output.stderr), "");
    let written = told(&output).1;
    let mut kinds: Vec<&str> = written.split_whitespace().collect();
    kinds.sort_unstable();
    let known = |kind: &&str| FORMATS.iter().any(|(name, _)| name == kind);
    assert!(kinds.len() > 10 && kinds.iter().all(known), "a format that is not tested: {kinds:?}");
    let expected: Vec<String> =
        kinds.iter().flat_map(|kind| [1, 2].map(|i| format!("{kind}_{i}.{kind}"))).collect();
    assert_eq!(captured.names(), expected);
    let read = |name: &str| fs_err::read(captured.folder.join(name)).unwrap();
    for (kind, start) in FORMATS.iter().filter(|(kind, _)| kinds.contains(kind)) {
        let content = read(&format!("{kind}_1.{kind}"));
        assert!(content.starts_with(start) && content.len() > 100, "{kind}");
    }
    // The date that is no difference is in the file all the same.
    for (name, date) in [("pdf_1.pdf", "(D:20021109"), ("eps_1.eps", "%%CreationDate: Sat Nov")] {
        assert!(String::from_utf8_lossy(&read(name)).contains(date), "{name}");
    }
}

/// Shows two figures whose format is not to be had.
fn instead(captured: &Captured, suffix: &str, said: &str) {
    let template = format!("{suffix}/plot_{{i}}.{suffix}");
    let mut command = captured.command();
    command.arg(script("two_shows")).envs(saving("both", &template));
    // No TeX there.
    let delivery = deliver(command.env("PATH", &captured.folder)).success();
    assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{suffix}");
    let folder = captured.folder.join(suffix);
    assert_eq!(names(&folder), ["plot_1.png", "plot_2.png"], "{suffix}");
    assert!(fs_err::read(folder.join("plot_2.png")).unwrap().starts_with(b"\x89PNG"), "{suffix}");
    let stderr = delivery.stderr();
    assert!(stderr.contains(&said.replace("TEMPLATE", &template)), "{stderr}");
    assert!(stderr.contains(&template) && stderr.lines().count() == 1, "{stderr}");
}
