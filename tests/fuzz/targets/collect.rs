//! Whatever a program writes on the channel, what comes of it is files of one folder, and however the
//! bytes arrive it is the same.

#![no_main]
#![allow(dead_code, reason = "the command uses more of it")]

use libfuzzer_sys::fuzz_target;
use stream::MessageReader;

#[path = "../../../cli/src/collection/message.rs"]
mod message;

#[path = "../../../cli/src/collection/stream.rs"]
mod stream;

// How the reader tells control characters.
#[path = "../../../cli/src/stderr.rs"]
mod stderr;

// The size of the pieces in a byte, and the stream.
fuzz_target!(|data: &[u8]| {
    let Some((size, text)) = data.split_first() else { return };
    let whole = read([text].into_iter());
    assert_eq!(read(text.chunks(usize::from(*size).max(1))), whole);
});

/// What is read of the pieces: each figure, and each line that is none.
fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    let mut seen = vec![];
    let mut take = |result: Result<message::Message, stream::BadLine>| match result {
        Ok(message) => {
            let name = &message.filename;
            assert!(name.ends_with(".svg") && name.len() < 255);
            assert!(!name.contains('/') && !name.chars().any(char::is_control));
            seen.push(format!("{name} {:?}", message.svg));
        }
        Err(bad) => {
            let said = bad.to_string();
            assert!(!said.chars().any(char::is_control), "{said:?}");
            seen.push(said);
        }
    };
    let mut reader = MessageReader::default();
    for piece in pieces {
        reader.read(piece, &mut take);
    }
    if let Some(result) = reader.end() {
        take(result);
    }
    seen
}
