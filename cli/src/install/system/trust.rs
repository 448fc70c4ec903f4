//! Whether root alone decides what stands at a path.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Who else could put another file at `path`, or change the one there; `None`: nobody but root.
/// What is not there yet is root's to make.
pub(crate) fn problem(path: &Path) -> Option<String> {
    // Both what the path says and where its links lead.
    let real = path.ancestors().find_map(|existing| existing.canonicalize().ok());
    let paths: Vec<PathBuf> = [path.to_owned()].into_iter().chain(real).collect();
    let all = paths.iter().flat_map(|path| path.ancestors());
    all.filter_map(|one| Some((one, std::fs::symlink_metadata(one).ok()?)))
        .find_map(|(one, data)| Some(format!("{} {}", one.display(), fault(&data)?)))
}

/// The same for a folder and all that is in it.
pub(crate) fn problem_within(folder: &Path) -> Option<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    problem(folder).or_else(|| {
        entries.map(|entry| entry.path()).find_map(|path| match path.is_dir() {
            true => problem_within(&path),
            false => problem(&path),
        })
    })
}

fn fault(data: &Metadata) -> Option<&'static str> {
    if data.uid() != 0 {
        Some("belongs to another user than root")
    } else if data.is_symlink() {
        // Its mode says nothing.
        None
    } else if data.mode() & 0o002 != 0 {
        Some("is writable by everybody")
    } else if data.mode() & 0o020 != 0 {
        Some("is writable by its group")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_not_root_s_alone_is_named() {
        assert_eq!(problem(Path::new("/")), None);
        let shared = problem(Path::new("/tmp/nothing/here"));
        assert!(shared.is_some_and(|why| why.contains(" is writable by everybody")));
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o664)).expect("set");
        let fault = fault(&std::fs::metadata(&file).expect("there"));
        let root = nix::unistd::geteuid().is_root();
        let expected =
            if root { "is writable by its group" } else { "belongs to another user than root" };
        assert_eq!(fault, Some(expected));
    }
}
