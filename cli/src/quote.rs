//! Words as every shell reads them: in the lines and scripts of ours, and in the commands that we name.

use std::ffi::OsStr;

/// A word that sh, bash, zsh and fish read back as `text`.
pub(crate) fn quote(text: impl AsRef<OsStr>) -> String {
    let text = text.as_ref().to_string_lossy();
    // No path and no argument has a NUL.
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
