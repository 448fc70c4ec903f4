//! Tells whether a shell file ends inside a quote, a here-document or the like, of which a line
//! after it would become a part.

/// A construct that is open at some point of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenConstruct {
    /// `"…"`
    Quotes,
    /// `$(…)`, in which quotes start anew, and a pair of parentheses inside it.
    Parentheses,
    /// `((…))` and `$((…))`.
    Arithmetic,
}

/// The construct in which the text of a POSIX shell, bash or zsh ends; `None` if a line after it
/// would stand alone.
pub(crate) fn unclosed(text: &[u8]) -> Option<&'static str> {
    const DOCUMENT: Option<&str> = Some("a here-document");
    let mut within: Vec<OpenConstruct> = vec![];
    let mut documents: Vec<HereDocument> = vec![];
    let mut rest = text;
    let mut before = b'\n';
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        let in_quotes = within.last() == Some(&OpenConstruct::Quotes);
        match byte {
            b'\\' if rest.is_empty() => return Some("a continued line"),
            // A shell removes a backslash with the line end after it.
            b'\\' if rest[0] == b'\n' => {
                rest = &rest[1..];
                continue;
            }
            b'\\' => rest = &rest[1..],
            b'\n' if !in_quotes => {
                for document in documents.drain(..) {
                    let Some(behind) = document.skip(rest) else { return DOCUMENT };
                    rest = behind;
                }
            }
            b'"' if in_quotes => drop(within.pop()),
            b'"' => within.push(OpenConstruct::Quotes),
            b'\'' if !in_quotes => match after_quotes(rest, before == b'$') {
                Some(behind) => rest = behind,
                None => return Some("quotes"),
            },
            b'#' if !in_quotes && is_separator(before) => {
                let length = rest.iter().take_while(|byte| **byte != b'\n').count();
                rest = &rest[length..];
            }
            b'(' if before == b'$' || !in_quotes => within.push(match rest.starts_with(b"(") {
                true => OpenConstruct::Arithmetic,
                false => OpenConstruct::Parentheses,
            }),
            b')' if !in_quotes => drop(within.pop()),
            b'<' if !in_quotes && rest.starts_with(b"<") => {
                let length = rest.iter().take_while(|byte| **byte == b'<').count();
                rest = &rest[length..];
                // `<<<` is followed by a string, and in arithmetic `<<` is a shift.
                if length == 1 && !within.contains(&OpenConstruct::Arithmetic) {
                    documents.extend(HereDocument::announced(rest));
                }
            }
            _ => {}
        }
        before = byte;
    }
    match within.contains(&OpenConstruct::Quotes) {
        _ if !documents.is_empty() => DOCUMENT,
        is_open => is_open.then_some("quotes"),
    }
}

/// Whether a `#` after this byte begins a comment.
fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b";&|()".contains(&byte)
}

/// The text after `'…'`, or after `$'…'`, in which a backslash escapes.
fn after_quotes(text: &[u8], escapes: bool) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'\'' => return Some(&text[at + 1..]),
            b'\\' if escapes => at += 2,
            _ => at += 1,
        }
    }
}

/// A here-document that was announced: the line that ends it, and whether tabs may be before that.
struct HereDocument {
    end: Vec<u8>,
    tabs: bool,
}

impl HereDocument {
    /// The here-document that the text after `<<` announces.
    fn announced(text: &[u8]) -> Option<Self> {
        let (tabs, text) = text.strip_prefix(b"-").map_or((false, text), |text| (true, text));
        let text = text.trim_ascii_start();
        let mut end = vec![];
        let mut quotes = None;
        let mut is_quoted = false;
        for &byte in text {
            match (byte, quotes) {
                (b'\n', _) => break,
                (_, Some(quote)) if byte == quote => quotes = None,
                (b'\'' | b'"', None) => (quotes, is_quoted) = (Some(byte), true),
                (b'\\', None) => {}
                (b' ' | b'\t' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')', None) => break,
                _ => end.push(byte),
            }
        }
        // `<<""` ends at an empty line.
        (is_quoted || !end.is_empty()).then_some(Self { end, tabs })
    }

    /// The text after the here-document; `None` if it does not end.
    fn skip<'a>(&self, mut text: &'a [u8]) -> Option<&'a [u8]> {
        while !text.is_empty() {
            let length = text.iter().take_while(|byte| **byte != b'\n').count();
            let (line, rest) = text.split_at(length);
            text = rest.get(1..).unwrap_or_default();
            let tabs = line.iter().take_while(|byte| self.tabs && **byte == b'\t').count();
            if line[tabs..] == self.end {
                return Some(text);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_construct_at_the_end_is_reported() {
        for (text, what) in [
            ("a='b", "quotes"),
            ("a=\"b\nc\n", "quotes"),
            ("a=\"$(b 'c' \"d)\"\n", "quotes"),
            ("a=$'b\\'\n", "quotes"),
            ("cat <<E\nb\n", "a here-document"),
            ("cat <<E", "a here-document"),
            ("cat <<-'E F'\nb\n\tE\n", "a here-document"),
            ("cat <<A <<B\na\nA\nb\n", "a here-document"),
            ("a \\", "a continued line"),
            ("cat <<\"\"\nb\n", "a here-document"),
        ] {
            assert_eq!(unclosed(text.as_bytes()), Some(what), "{text}");
        }
    }

    #[test]
    fn a_closed_construct_is_not_reported() {
        for text in [
            "",
            "a\\\n",
            "# it's a comment\na # isn't \"it\n",
            "a='b\"c' d=\"e'f\" g=\\' h=\\\"\n",
            "a=\"${b:-\"c\"}\" d=$'e\\'f'\n",
            "a=\"$(echo \"it's\" '\"' \\) \")\")\"\n",
            "a=${#b} c=$# d=${e#'#'}\n",
            "cat <<E\nit's \"open\nE\nb\n",
            "cat <<\"\"\nit's\n\na\n",
            "a \\\n# don't\n",
            "cat <<-\\E\n\t\tit's\n\tE\n",
            "cat <<\"E\" | b <<'F'\n'\nE\n\"\nF\n",
            "((a = 1 << 3)); b=$((1 << (2)))\n",
            "a <<<'b' <<< c\n",
            "case $- in\n*i*) ;;\n*) return;;\nesac\nalias ll='ls -l'\n",
            "a=\"$(case b in (c) d;; esac)\"\nPS1='\\[\\e[0m\\]\\u'\n",
            "\u{e9}\r\n'\r\n'",
        ] {
            assert_eq!(unclosed(text.as_bytes()), None, "{text}");
        }
    }
}
