//! What a terminal is shown, and the pixels in it.

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::terminal::terminal;

use crate::cli::run::{figures, stdout};

/// A terminal that runs `sh -c` with `$PYTHON` under `run --inline`.
pub(super) struct Setup {
    pub(super) home: Home,
    python: Interpreter,
    venv: PathBuf,
    term: &'static str,
    pub(super) window: &'static str,
}

impl Setup {
    pub(super) fn new(python: &Interpreter, term: &'static str) -> Self {
        let venv = venv_with(python, &["matplotlib"]);
        Self { home: Home::new(), python: python.clone(), venv, term, window: "40 100 1000 800" }
    }

    /// All that is written to the terminal.
    pub(super) fn shows(&self, options: &[&str], shell: &str) -> String {
        let mut command = vec![cg_plot_capture().to_str().unwrap(), "run", "-o", "out"];
        command.extend(options.iter().chain(&["--", "sh", "-c", shell]));
        let mut terminal = terminal(&self.home, &self.python, &[], "", &command);
        terminal.env("TERM", self.term).env("WINDOW", self.window).env("PYTHON", &self.venv);
        for name in ["colours", "facts", "agg"] {
            terminal.env(name.to_uppercase(), script(&format!("inline/{name}")));
        }
        let output = run(&mut terminal);
        let text = stdout(&output);
        assert!(output.status.success(), "{text}");
        text
    }

    pub(super) fn figures(&self) -> usize {
        figures(&self.home.path().join("out")).len()
    }

    /// The size of a PNG in pixels, and their colours at an eighth of its width and three quarters of its
    /// height, and at the middle.
    pub(super) fn pixels(&self, png: &[u8]) -> String {
        let code = "import sys; from PIL import Image; image = Image.open(sys.stdin.buffer); \
                    w, h = image.size; image = image.convert('RGB'); \
                    print(w, h, *(image.getpixel(at) for at in ((w // 8, h * 3 // 4), (w // 2, h // 4))))";
        let mut command = Command::new(&self.venv);
        command.args(["-c", code]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(png).unwrap();
        stdout(&child.wait_with_output().unwrap()).trim().to_owned()
    }
}

/// The keys and the pixels of each picture in kitty's protocol.
pub(super) fn kitty_pictures(text: &str) -> Vec<(String, Vec<u8>)> {
    let mut pictures: Vec<(String, String)> = Vec::new();
    let mut goes_on = false;
    for part in text.split("\u{1b}_G").skip(1) {
        let (command, _) = part.split_once("\u{1b}\\").unwrap();
        let (keys, data) = command.split_once(';').unwrap();
        let (keys, more) = keys.rsplit_once(",m=").unwrap();
        assert!(
            data.len() <= 4096 && (more == "0" || data.len() % 4 == 0),
            "{keys} {}",
            data.len()
        );
        match goes_on {
            true => {
                assert_eq!(keys, "q=2");
                pictures.last_mut().unwrap().1 += data;
            }
            false => pictures.push((keys.to_owned(), data.to_owned())),
        }
        goes_on = more == "1";
    }
    assert!(!goes_on, "{text}");
    let decoded = |(keys, data)| (keys, BASE64_STANDARD.decode::<String>(data).unwrap());
    pictures.into_iter().map(decoded).collect()
}
