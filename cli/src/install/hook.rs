//! The site hook: the text of our `sitecustomize.py`, and the bytecode that Python keeps of it.

use std::io::ErrorKind;
use std::path::Path;

use crate::error::Result;
use crate::file;
use crate::install::python::literal;

/// The text, which learns where its payload is.
const TEXT: &str = include_str!("../../../sitecustomize/hook/sitecustomize.py");

/// What the hook of any installation starts with.
const MARK: &[u8] = b"# cg-plot-capture hook";

/// The hook that arms from `payload`.
pub(crate) fn text(payload: &Path) -> String {
    TEXT.replace("@PAYLOAD@", &literal(payload))
}

/// Whose hook a text is.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Owner {
    /// That of the installation whose folder was given, whatever its version.
    Us,
    /// Another installation's.
    OtherInstallation,
    /// A program that is not ours.
    Stranger,
}

/// Recognises a hook.
pub(crate) fn owner(text: &[u8], installation: &Path) -> Owner {
    let ours = literal(&installation.join("payload-"));
    let ours = ours.trim_end_matches('\'').as_bytes();
    if text.windows(ours.len()).any(|part| part == ours) {
        Owner::Us
    } else if text.starts_with(MARK) {
        Owner::OtherInstallation
    } else {
        Owner::Stranger
    }
}

/// Removes what Python has compiled from the file at `path`, and the folder for it if that is all.
pub(crate) fn remove_bytecode(path: &Path) -> Result<()> {
    if path.extension().is_none_or(|extension| extension != "py") {
        return Ok(());
    }
    let cache = path.with_file_name("__pycache__");
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let entries = match fs_err::read_dir(&cache) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        // `sitecustomize.cpython-312.pyc`, and `….pyc.140234` while it is being written.
        let name = entry.file_name().to_string_lossy().into_owned();
        let rest = name.strip_prefix(&*stem).unwrap_or_default();
        if rest.starts_with('.') && rest.contains(".pyc") {
            file::remove(&entry.path())?;
        }
    }
    file::remove_empty(&cache)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_known_by_its_payload() {
        let text =
            format!("# cg-plot-capture hook\nx = {}\n", literal(Path::new("/a'b/payload-1")));
        assert_eq!(owner(text.as_bytes(), Path::new("/a'b")), Owner::Us);
        assert_eq!(owner(text.as_bytes(), Path::new("/a")), Owner::OtherInstallation);
        assert_eq!(owner(b"import x\n", Path::new("/a")), Owner::Stranger);
    }

    #[test]
    fn the_hook_names_its_payload() {
        let text = text(Path::new("/some where/payload-0"));
        assert!(text.contains("'/some where/payload-0'") && !text.contains("@PAYLOAD@"));
        assert_eq!(owner(text.as_bytes(), Path::new("/some where")), Owner::Us);
    }

    #[test]
    fn only_the_hook_s_bytecode_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("__pycache__");
        std::fs::create_dir(&cache).expect("made");
        for name in ["sitecustomize.cpython-312.pyc", "sitecustomize2.cpython-312.pyc"] {
            std::fs::write(cache.join(name), "").expect("written");
        }
        remove_bytecode(&folder.path().join("sitecustomize.py")).expect("removed");
        let left: Vec<_> = std::fs::read_dir(&cache).expect("read").flatten().collect();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].file_name(), "sitecustomize2.cpython-312.pyc");
    }
}
