//! The process that draws: asks the terminal, then reads paths and writes pictures.

use std::ffi::OsStr;
use std::io::{BufRead as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use image::DynamicImage;
use rasteroid::error::RasterError;
use rasteroid::term_misc::Wininfo;
use rasteroid::{iterm_encoder, kitty_encoder, sixel_encoder};
use signal_hook::consts::{SIGINT, SIGQUIT};

use super::raster;
use super::terminal::{self, Graphics};

/// A terminal that keeps more of its height for what the command writes is read more easily.
const HEIGHT: f32 = 0.75;

/// Answers an empty line, and draws until its stdin ends; else says in that line why there will be no
/// pictures.
pub(crate) fn run() -> ExitCode {
    // A Ctrl-C is the command's affair, which may go on after it.
    for signal in [SIGINT, SIGQUIT] {
        let _ = signal_hook::flag::register(signal, Arc::default());
    }
    let terminal = terminal();
    // A line, which is what makes stdout write it.
    let answered = writeln!(std::io::stdout(), "{}", terminal.as_ref().err().unwrap_or(&""));
    let (Ok((graphics, window)), Ok(())) = (terminal, answered) else { return ExitCode::FAILURE };
    for path in std::io::stdin().lock().split(0).map_while(Result::ok) {
        draw(Path::new(OsStr::from_bytes(&path)), graphics, &window);
    }
    ExitCode::SUCCESS
}

/// How to draw there; else why that can't be.
fn terminal() -> Result<(Graphics, Wininfo), &'static str> {
    let (graphics, environment) = terminal::graphics()?;
    let window = Wininfo::new(None, None, None, Some(HEIGHT), &environment);
    window.map(|window| (graphics, window)).map_err(|_| terminal::NONE)
}

fn draw(path: &Path, graphics: Graphics, window: &Wininfo) {
    let Ok(svg) = std::fs::read(path) else { return };
    let (width, height) = (window.spx_width.into(), window.spx_height.into());
    let Some(image) = raster::pixels(&svg, width, height) else { return };
    if let Ok(picture) = graphics.encode(&image, window) {
        // In one piece, which no other writer to the terminal can split; below the line that the
        // command is writing, which it would cover.
        let _ = std::io::stderr().write_all(&[b"\r\n", picture.as_slice(), b"\r\n"].concat());
    }
}

impl Graphics {
    fn encode(self, image: &DynamicImage, window: &Wininfo) -> Result<Vec<u8>, RasterError> {
        let mut out = Vec::new();
        match self {
            Self::Kitty => {
                kitty_encoder::encode_image(image, &mut out, None, None, window, false, None)
            }
            Self::Iterm => iterm_encoder::encode_image(image, &mut out, None, None, window),
            Self::Sixel => sixel_encoder::encode_image(image, &mut out, None, None, window),
        }?;
        Ok(out)
    }
}
