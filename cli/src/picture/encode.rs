//! Encodes a PNG for a terminal, which scales it: in its own size, or as large as fits.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::png::Png;
use super::terminal::{Graphics, Window};

/// The most base64 that kitty takes at a time, in bytes (its graphics protocol, "Local client",
/// `m`).
const CHUNK: usize = 4096;

/// The bytes that show `png` in a terminal with that window.
pub(super) fn shown(png: &Png, graphics: Graphics, window: &Window) -> Vec<u8> {
    let fit = Fit::of(png, window);
    match graphics {
        Graphics::Kitty => kitty(&png.bytes, fit),
        Graphics::Iterm => iterm(&png.bytes, fit),
    }
}

/// The side by which a picture is made smaller, in cells. The other side follows from its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Own,
    Columns(u16),
    Rows(u16),
}

impl Fit {
    fn of(png: &Png, window: &Window) -> Self {
        let (width, height) = (f64::from(png.width), f64::from(png.height));
        let (columns, rows) = (window.columns, window.rows_for_pictures());
        let across = f64::from(columns) * window.cell.0 / width;
        let down = f64::from(rows) * window.cell.1 / height;
        match (across < 1.0 || down < 1.0, across <= down) {
            (false, _) => Self::Own,
            (true, true) => Self::Columns(columns),
            (true, false) => Self::Rows(rows),
        }
    }
}

/// kitty's protocol: transmit and show (`a=T`) a PNG (`f=100`), and suppress the answer (`q=2`),
/// which would arrive like typed input.
fn kitty(bytes: &[u8], fit: Fit) -> Vec<u8> {
    let data = BASE64_STANDARD.encode(bytes);
    let mut keys = match fit {
        Fit::Own => "a=T,f=100,q=2".to_owned(),
        Fit::Columns(columns) => format!("a=T,f=100,q=2,c={columns}"),
        Fit::Rows(rows) => format!("a=T,f=100,q=2,r={rows}"),
    };
    let mut out = Vec::with_capacity(data.len() + data.len() / CHUNK * 16 + 64);
    let mut chunks = data.as_bytes().chunks(CHUNK).peekable();
    while let Some(chunk) = chunks.next() {
        let more = u8::from(chunks.peek().is_some());
        out.extend_from_slice(format!("\x1b_G{keys},m={more};").as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\x1b\\");
        keys = "q=2".into();
    }
    out
}

/// iTerm2's protocol: a file that is shown inline.
fn iterm(bytes: &[u8], fit: Fit) -> Vec<u8> {
    let size = bytes.len();
    let fit = match fit {
        Fit::Own => String::new(),
        Fit::Columns(columns) => format!(";width={columns}"),
        Fit::Rows(rows) => format!(";height={rows}"),
    };
    let data = BASE64_STANDARD.encode(bytes);
    format!("\x1b]1337;File=inline=1;size={size}{fit}:{data}\x07").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, bytes: usize) -> Png {
        Png { bytes: vec![7; bytes], width, height }
    }

    #[test]
    fn a_picture_has_its_own_size_or_as_much_as_fits() {
        let window = Window { columns: 80, rows: 40, cell: (10.0, 20.0) };
        for (size, fit) in [
            ((800, 600), Fit::Own),
            ((801, 600), Fit::Columns(80)),
            ((800, 601), Fit::Rows(30)),
            ((1600, 600), Fit::Columns(80)),
            ((8000, 6001), Fit::Rows(30)),
            ((1, 9000), Fit::Rows(30)),
        ] {
            assert_eq!(Fit::of(&png(size.0, size.1, 0), &window), fit, "{size:?}");
        }
    }

    #[test]
    fn kitty_takes_chunks_and_iterm_one_file() {
        let text = |graphics, bytes| {
            let window = Window { columns: 80, rows: 24, cell: (10.0, 20.0) };
            String::from_utf8(shown(&png(10, 10, bytes), graphics, &window)).expect("text")
        };
        assert_eq!(text(Graphics::Kitty, 3), "\x1b_Ga=T,f=100,q=2,m=0;BwcH\x1b\\");
        // 3072 bytes are 4096 of base64.
        let full = text(Graphics::Kitty, 3072);
        assert!(
            full.starts_with("\x1b_Ga=T,f=100,q=2,m=0;") && full.matches("\x1b_G").count() == 1
        );
        let two = text(Graphics::Kitty, 3073);
        assert!(two.starts_with("\x1b_Ga=T,f=100,q=2,m=1;"), "{two}");
        assert!(two.ends_with("\x1b\\\x1b_Gq=2,m=0;Bw==\x1b\\"), "{two}");
        assert_eq!(text(Graphics::Iterm, 3), "\x1b]1337;File=inline=1;size=3:BwcH\x07");
    }
}
