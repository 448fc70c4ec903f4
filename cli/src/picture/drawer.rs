//! The process that draws: asks the terminal, then reads paths and writes pictures.

use std::ffi::OsStr;
use std::io::{BufRead as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use image::DynamicImage;
use rasteroid::error::RasterError;
use rasteroid::term_misc::{EnvIdentifiers, Wininfo};
use rasteroid::{iterm_encoder, kitty_encoder, sixel_encoder};
use signal_hook::consts::{SIGINT, SIGQUIT};

use super::raster;

/// A terminal that keeps more of its height for what the command writes is read more easily.
const HEIGHT: f32 = 0.75;

/// How a terminal wants its pictures.
#[derive(Clone, Copy)]
enum Graphics {
    Kitty,
    Iterm,
    Sixel,
}

/// Answers one byte if there will be pictures, and draws until its stdin ends.
pub(crate) fn run() -> ExitCode {
    // A Ctrl-C is the command's affair, which may go on after it.
    for signal in [SIGINT, SIGQUIT] {
        let _ = signal_hook::flag::register(signal, Arc::default());
    }
    let Some((graphics, window)) = terminal() else { return ExitCode::FAILURE };
    // A line, which is what makes stdout write it.
    if std::io::stdout().write_all(b"y\n").is_err() {
        return ExitCode::FAILURE;
    }
    for path in std::io::stdin().lock().split(0).map_while(Result::ok) {
        draw(Path::new(OsStr::from_bytes(&path)), graphics, &window);
    }
    ExitCode::SUCCESS
}

/// What the terminal shows, and its size; `None` if it shows no pictures.
fn terminal() -> Option<(Graphics, Wininfo)> {
    // There they would need a setting of tmux's, which is not ours to change.
    let multiplexed = std::env::var("TERM").is_ok_and(|name| name.starts_with("tmux"));
    if multiplexed || std::env::var_os("TMUX").is_some() {
        return None;
    }
    // Asks the terminal and waits a quarter of a second for its answers.
    let environment = EnvIdentifiers::new();
    let graphics = if kitty_encoder::is_kitty_capable(&environment).is_some() {
        Graphics::Kitty
    } else if iterm_encoder::is_iterm_capable(&environment) {
        Graphics::Iterm
    } else if sixel_encoder::is_sixel_capable(&environment) {
        Graphics::Sixel
    } else {
        return None;
    };
    let window = Wininfo::new(None, None, None, Some(HEIGHT), &environment).ok()?;
    Some((graphics, window))
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
