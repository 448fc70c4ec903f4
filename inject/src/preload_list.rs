//! Reads and changes the list in `LD_PRELOAD`: paths between colons or spaces (ld.so(8)). Pure.

use crate::text_buffer::TextBuffer;

/// The variable that loads us into a program, with its `=`.
pub(crate) const PRELOAD: &[u8] = b"LD_PRELOAD=";

/// Whether `library` is one of the list's paths.
pub(crate) fn holds(list: &[u8], library: &[u8]) -> bool {
    // The last path is checked first, because we append ours.
    let last = list.strip_suffix(library);
    let is_last = last.is_some_and(|rest| rest.last().is_none_or(is_separator));
    !library.is_empty() && (is_last || list.split(is_separator).any(|item| item == library))
}

/// Writes an entry with `library` appended: the runtime of a sanitizer has to stay first.
pub(crate) fn append(list: &[u8], library: &[u8], text: &mut TextBuffer<'_>) -> Option<()> {
    text.push(PRELOAD)?;
    text.push(list)?;
    if !list.is_empty() {
        text.push(b":")?;
    }
    text.push(library)?;
    text.push(b"\0")
}

/// Writes an entry without `library` and leaves the other paths unchanged. Returns false if there
/// are no others.
pub(crate) fn remove(list: &[u8], library: &[u8], text: &mut TextBuffer<'_>) -> Option<bool> {
    text.push(PRELOAD)?;
    let (mut at, mut first, mut others) = (0, true, false);
    for item in list.split(is_separator) {
        // The separator before the item; the first item has none.
        let separator = list.get(at.max(1) - 1..at)?;
        at += item.len() + 1;
        if item == library {
            continue;
        }
        if !first {
            text.push(separator)?;
        }
        text.push(item)?;
        first = false;
        others |= !item.is_empty();
    }
    text.push(b"\0")?;
    Some(others)
}

fn is_separator(byte: &u8) -> bool {
    matches!(byte, b':' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_among_colons_and_spaces_and_only_as_a_whole() {
        for list in ["/us.so", "/a:/us.so", "/us.so /a", "/a /us.so:/b", "::/us.so"] {
            assert!(holds(list.as_bytes(), b"/us.so"), "{list}");
        }
        for list in ["", "/us.so.2", "/x/us.so", "us.so", "/us", "/us.so/"] {
            assert!(!holds(list.as_bytes(), b"/us.so"), "{list}");
        }
        assert!(!holds(b"", b"") && !holds(b"::", b""));
    }

    fn written(write: impl FnOnce(&mut TextBuffer<'_>) -> Option<bool>) -> Option<String> {
        let mut buffer = [0; 64];
        let mut text = TextBuffer::new(&mut buffer);
        let others = write(&mut text)?;
        let end = text.written().len() - 1;
        others.then(|| String::from_utf8(text.written()[..end].to_vec()).expect("UTF-8"))
    }

    #[test]
    fn a_path_is_appended() {
        for (list, expected) in [
            ("", "LD_PRELOAD=/us.so"),
            ("/a.so", "LD_PRELOAD=/a.so:/us.so"),
            ("/a.so /b.so", "LD_PRELOAD=/a.so /b.so:/us.so"),
        ] {
            let made = written(|text| append(list.as_bytes(), b"/us.so", text).map(|()| true));
            assert_eq!(made.as_deref(), Some(expected));
        }
    }

    #[test]
    fn removing_a_path_leaves_the_others_unchanged() {
        for (list, expected) in [
            ("/a.so:/us.so", Some("LD_PRELOAD=/a.so")),
            ("/us.so:/a.so", Some("LD_PRELOAD=/a.so")),
            ("/a.so /us.so:/b.so", Some("LD_PRELOAD=/a.so:/b.so")),
            ("/us.so:/a.so /us.so", Some("LD_PRELOAD=/a.so")),
            ("/us.so", None),
            ("/us.so: ", None),
        ] {
            let made = written(|text| remove(list.as_bytes(), b"/us.so", text));
            assert_eq!(made.as_deref(), expected, "{list}");
        }
    }

    #[test]
    fn an_entry_that_does_not_fit_is_not_written() {
        let long = [b'a'; 64];
        assert_eq!(written(|text| append(&long, b"/us.so", text).map(|()| true)), None);
        assert_eq!(written(|text| remove(&long, b"/us.so", text)), None);
    }
}
