//! Quotes words for every shell: in lines and scripts of ours, and in commands that messages
//! suggest.

use std::ffi::OsStr;

/// Quotes `text` as one word for sh, bash, zsh and fish.
pub(crate) fn quote(text: impl AsRef<OsStr>) -> String {
    let text = text.as_ref().to_string_lossy();
    // A path or an argument never has a NUL.
    let quoted = shlex::Quoter::new().allow_nul(true).quote(&text).map(|word| word.into_owned());
    quoted.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_back_as_it_was() {
        for text in
            ["/plain/path-1.0", "", "a b", "o'brien", "plot_{i}.png", "$HOME `x` \\ \"!\"", "\n"]
        {
            let read = shlex::split(&quote(text));
            assert_eq!(read.as_deref(), Some(&[text.to_owned()][..]), "{text}");
        }
        assert_eq!(quote("/plain/path-1.0"), "/plain/path-1.0");
    }
}
