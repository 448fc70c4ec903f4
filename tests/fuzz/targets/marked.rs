//! Our line goes into any file once and comes out of it alone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use marked::{MARK, Place, add, has, remove, starting};

#[path = "../../../cli/src/install/marked.rs"]
mod marked;

// A letter for the place, what our line says, and behind the end of that line the file.
fuzz_target!(|data: &[u8]| {
    let Some((place, data)) = data.split_first() else { return };
    let place = [Place::Start, Place::End, Place::Entry][usize::from(place % 3)];
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let [said, text] = [(); 2].map(|()| parts.next().unwrap_or_default());
    let line = format!("if {}; fi {MARK}", String::from_utf8_lossy(said));

    let rest = remove(text, &line);
    assert!(!has(&rest, &line));
    assert_eq!(remove(&rest, &line), rest);

    let added = add(&rest, &line, place);
    assert!(has(&added, &line));
    assert_eq!(
        added
            .split(|byte| *byte == b'\n')
            .filter(|one| one.trim_ascii() == line.as_bytes())
            .count(),
        1
    );
    // Nothing of theirs changes, but for a last line that had no end.
    let left = remove(&added, &line);
    let ended = left.strip_prefix(&*rest).expect("their text");
    match rest.is_empty() || rest.ends_with(b"\n") || place == Place::Start {
        true => assert_eq!(ended, b""),
        false => assert!(matches!(ended, b"\n" | b"\r\n"), "{ended:?}"),
    }

    // Earlier versions' lines are found, the present one is none of them.
    let stale = starting(&added, "if ", &line);
    assert!(stale.iter().all(|one| one.starts_with("if ") && *one != line && has(&added, one)));
});
