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
        Formats::new(python).all();
    });
    suite.on_newest("what can't be written is saved as PNG, and displayed", |python| {
        let formats = Formats::new(python);
        formats.instead("xyz", " writes no xyz, only ");
        formats.instead("pgf", "cannot be saved as pgf (CG_PLOT_FILENAME=plot_{i}.pgf), so it is");
    });
    suite.on_newest("a displayed SVG is not drawn again for the file", |python| {
        Formats::new(python).once();
    });
    suite.on_newest("without a suffix the format is savefig's own", |python| {
        let formats = Formats::new(python);
        let code = "import matplotlib.pyplot as plt; plt.rcParams['savefig.format'] = 'pdf'\n\
            plt.plot([1]); plt.show()";
        succeed(formats.command("save", "v1.2/plot_{i}").args(["-c", code]));
        assert!(fs_err::read(formats.folder.join("v1.2/plot_1.pdf")).unwrap().starts_with(b"%PDF"));
    });
}

/// An installation and the folder that its programs work in.
struct Formats {
    installation: Installation,
    python: PathBuf,
    folder: PathBuf,
}

impl Formats {
    fn new(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        let python = installation.venv("venv");
        let folder = installation.home.path().join("work");
        fs_err::create_dir(&folder).unwrap();
        Self { installation, python, folder }
    }

    fn command(&self, mode: &str, template: &str) -> std::process::Command {
        let mut command = self.installation.in_shell(&self.python);
        command.current_dir(&self.folder);
        command.env("CG_PLOT_MODE", mode).env("CG_PLOT_FILENAME", template);
        command
    }

    fn names(&self) -> Vec<String> {
        let entries = fs_err::read_dir(&self.folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn all(&self) {
        let written = succeed(self.command("save", "").arg(script("formats/days")));
        let mut kinds: Vec<&str> = written.split_whitespace().collect();
        kinds.retain(|kind| *kind != "pgf");
        let known = |kind: &&str| FORMATS.iter().any(|(name, _)| name == kind);
        assert!(kinds.iter().all(known), "a format that is not tested: {kinds:?}");
        let mut command = self.command("save", "");
        command.arg(script("formats/days")).args(&kinds).env("CG_PLOT_AFTER_SHOW", "keep");
        let output = run(&mut command);
        assert_eq!(without_font_cache(&output.stderr), "");
        let expected: Vec<String> =
            kinds.iter().flat_map(|kind| [1, 2].map(|i| format!("{kind}_{i}.{kind}"))).collect();
        assert_eq!(self.names(), expected);
        for (kind, start) in FORMATS.iter().filter(|(kind, _)| kinds.contains(kind)) {
            let content = fs_err::read(self.folder.join(format!("{kind}_1.{kind}"))).unwrap();
            assert!(content.starts_with(start) && content.len() > 100, "{kind}");
        }
        // The date that is no difference is in the file all the same.
        for (name, date) in [("pdf_1.pdf", "(D:20021109"), ("eps_1.eps", "%%CreationDate: Sat Nov")]
        {
            let content = fs_err::read(self.folder.join(name)).unwrap();
            assert!(String::from_utf8_lossy(&content).contains(date), "{name}");
        }
    }

    /// Shows two figures whose format is not to be had.
    fn instead(&self, suffix: &str, said: &str) {
        let mut command = self.installation.preloaded(&self.python);
        command.arg(script("two_shows")).current_dir(&self.folder);
        command.env("CG_PLOT_MODE", "both").env("CG_PLOT_FILENAME", format!("plot_{{i}}.{suffix}"));
        // No TeX there.
        command.env("PATH", &self.folder);
        let delivery = deliver(&mut command).success();
        assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{suffix}");
        assert_eq!(self.names(), ["plot_1.png", "plot_2.png"], "{suffix}");
        let content = fs_err::read(self.folder.join("plot_2.png")).unwrap();
        assert!(content.starts_with(b"\x89PNG"), "{suffix}");
        let stderr = delivery.stderr();
        assert!(stderr.contains(said) && stderr.lines().count() == 1, "{stderr}");
        assert!(stderr.contains(&format!("CG_PLOT_FILENAME=plot_{{i}}.{suffix}")), "{stderr}");
    }

    fn once(&self) {
        let drawings = |mode: &str, template: &str| {
            let mut command = self.command(mode, template);
            let delivery = deliver(command.arg(script("formats/drawings"))).success();
            let drawings: u32 = delivery.stdout().trim().parse().unwrap();
            (drawings, delivery.messages().remove(0).svg)
        };
        let (one, _) = drawings("display", "{i}.svg");
        let (both, displayed) = drawings("both", "{i}.svg");
        assert_eq!(both, one);
        assert!(fs_err::read(self.folder.join("1.svg")).unwrap() == displayed);
        assert_eq!(drawings("both", "{i}.svgz").0, one);
        assert!(drawings("both", "{i}.png").0 > one, "drawings are not counted");
    }
}
