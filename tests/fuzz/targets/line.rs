//! Our line goes into any text once and comes out of it alone, and no two lines ever join.

#![no_main]

use libfuzzer_sys::fuzz_target;
use line::{LinePosition, add, found, has, remove};

#[allow(dead_code, reason = "what the target does not ask for")]
#[path = "../../../cli/src/edit/line.rs"]
mod line;

// A letter for the place, what our line says, and behind the end of that line the text.
fuzz_target!(|data: &[u8]| {
    let Some((place, data)) = data.split_first() else { return };
    let place = [LinePosition::Start, LinePosition::End, LinePosition::Entry][usize::from(place % 3)];
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let [said, text] = [(); 2].map(|()| parts.next().unwrap_or_default());
    let line = format!("if {}; fi # ours", String::from_utf8_lossy(said));

    let rest = remove(text, &line);
    assert!(!has(&rest, &line));
    assert_eq!(remove(&rest, &line), rest);

    let added = add(&rest, &line, place);
    assert!(has(&added, &line));
    let is_ours = |one: &&[u8]| one.trim_ascii() == line.as_bytes();
    assert_eq!(added.split(|byte| *byte == b'\n').filter(is_ours).count(), 1);
    // Nothing of theirs changes, but for a last line that had no end, and an empty line behind one that
    // would have gone on.
    let left = remove(&added, &line);
    let ended = left.strip_prefix(&*rest).expect("their text");
    assert!(ended.iter().all(|byte| b"\r\n".contains(byte)), "{ended:?}");
    assert!(ended.iter().filter(|byte| **byte == b'\n').count() <= 2, "{ended:?}");
    assert!(left.is_empty() || left.ends_with(b"\n"));

    // The lines of others are found, ours is none of them.
    let others = found(&added, |one| one.starts_with("if ") && one != line);
    assert!(others.iter().all(|one| has(&added, one)));
});
