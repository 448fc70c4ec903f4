//! The texts of the site hook's files, and the owner of a text that is found.

use std::path::Path;

use crate::install::python::literal;

/// The code that arms; it gets the path of its payload.
const ARM: &str = include_str!("../../../sitecustomize/hook/arm.py");

/// The rest of the hook as a `sitecustomize` module.
const SITECUSTOMIZE: &str = include_str!("../../../sitecustomize/hook/sitecustomize.py");

/// The rest of the hook as the module that the two files below start.
const STARTUP: &str = include_str!("../../../sitecustomize/hook/startup.py");

/// The name of that module.
pub(crate) const MODULE: &str = "_cg_plot_capture_hook";

/// Starts the module before Python 3.15. Later versions use the file below (PEP 829).
pub(crate) const PTH: &str = "import _cg_plot_capture_hook; _cg_plot_capture_hook.start()\n";

/// Starts the module from Python 3.15 on.
pub(crate) const START: &str = "_cg_plot_capture_hook:start\n";

/// The first bytes of every hook, of any installation.
const MARK: &[u8] = b"# cg-plot-capture hook";

/// The `sitecustomize.py` that arms from `payload`.
pub(crate) fn sitecustomize(payload: &Path) -> String {
    arm(payload) + SITECUSTOMIZE
}

/// The module that arms from `payload`; `made` tells whether we made the folder that it is in.
pub(crate) fn startup(payload: &Path, made: bool) -> String {
    arm(payload) + &STARTUP.replace("@MADE@", if made { "True" } else { "False" })
}

fn arm(payload: &Path) -> String {
    ARM.replace("@PAYLOAD@", &literal(payload))
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum HookOwner {
    /// The installation whose folder was given, in any version.
    Us,
    /// Another installation.
    OtherInstallation,
    /// A program that is not ours.
    Stranger,
}

/// Finds the owner of a `sitecustomize` module.
pub(crate) fn owner(text: &[u8], installation: &Path) -> HookOwner {
    let ours = literal(&installation.join("payload-"));
    let ours = ours.trim_end_matches('\'').as_bytes();
    if text.windows(ours.len()).any(|part| part == ours) {
        HookOwner::Us
    } else if text.starts_with(MARK) {
        HookOwner::OtherInstallation
    } else {
        HookOwner::Stranger
    }
}

/// The folder of the installation that wrote the hook `text`, as a Python string would have it.
pub(crate) fn folder(text: &[u8]) -> Option<&str> {
    let (before, _) = std::str::from_utf8(text).ok()?.split_once("/payload-")?;
    Some(before.rsplit_once(" = '")?.1)
}

/// Whether the installation of a hook is gone: it was deleted or moved.
pub(crate) fn is_abandoned(text: &[u8]) -> bool {
    let folder = folder(text).map(Path::new).filter(|folder| folder.is_absolute());
    folder.is_some_and(|folder| {
        matches!(folder.try_exists(), Ok(false)) && written(text, folder).is_some()
    })
}

/// Whether we made the folder of the hook `text`, as the hook says. `None` unless the text is, byte
/// for byte, a hook of the installation at `installation`, with any payload.
pub(crate) fn written(text: &[u8], installation: &Path) -> Option<bool> {
    let (before, after) = ARM.split_once("@PAYLOAD@")?;
    let payloads = literal(&installation.join("payload-"));
    let rest = std::str::from_utf8(text).ok()?.strip_prefix(before)?;
    let rest = rest.strip_prefix(payloads.trim_end_matches('\''))?;
    let (name, rest) = rest.split_once('\'')?;
    let rest = rest.strip_prefix(after)?;
    let module = |made| rest == STARTUP.replace("@MADE@", made);
    let known = rest == SITECUSTOMIZE || module("True") || module("False");
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (known && is_name).then(|| module("True"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_known_by_its_payload() {
        let text =
            format!("# cg-plot-capture hook\nx = {}\n", literal(Path::new("/a'b/payload-1")));
        assert_eq!(owner(text.as_bytes(), Path::new("/a'b")), HookOwner::Us);
        assert_eq!(owner(text.as_bytes(), Path::new("/a")), HookOwner::OtherInstallation);
        assert_eq!(owner(b"import x\n", Path::new("/a")), HookOwner::Stranger);
    }

    #[test]
    fn the_hook_names_its_payload() {
        let payload = Path::new("/some where/payload-0");
        for text in [sitecustomize(payload), startup(payload, true), startup(payload, false)] {
            assert!(text.contains("'/some where/payload-0'"), "{text}");
            assert!(!text.contains("@PAYLOAD@") && !text.contains("@MADE@"), "{text}");
            assert_eq!(owner(text.as_bytes(), Path::new("/some where")), HookOwner::Us);
            assert_eq!(folder(text.as_bytes()), Some("/some where"));
        }
    }

    #[test]
    fn only_an_unedited_hook_is_recognised_as_written() {
        let folder = Path::new("/some\u{e9} where's");
        let payload = folder.join("payload-0123456789abcdef");
        let written = |text: &str| written(text.as_bytes(), folder);
        assert_eq!(written(&sitecustomize(&payload)), Some(false));
        for made in [true, false] {
            assert_eq!(written(&startup(&payload, made)), Some(made));
        }
        assert_eq!(written(&(sitecustomize(&payload) + "\nimport theirs\n")), None);
        assert_eq!(written(&sitecustomize(Path::new("/other/payload-0"))), None);
        assert_eq!(written(&sitecustomize(&payload.join("deeper"))), None);
    }
}
