//! The slots of the site hook: the places in an interpreter where it can be, and which processes it
//! reaches from there.

mod choice;
mod orphaned_hook;

use std::path::{Path, PathBuf};

use crate::edit::{Record, hash, is_made};
use crate::file::{self, folder_writable, temporary};
use crate::install::hook::{self, HookOwner};

pub(crate) use choice::{edited, every, installed, plan_hooks, usable};

/// A place for the hook, by its folder. The best slot comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// The absent zip file that `sys.path` names before everything else. The slot is a folder of
    /// ours at that path.
    Zip(PathBuf),
    /// The standard library, if it has no `sitecustomize.py` (Debian's has one).
    Library(PathBuf),
    /// The interpreter's folder of packages.
    Site(PathBuf),
    /// The user's folder of packages for this interpreter.
    UserSite(PathBuf),
}

/// Why a slot can't be used.
enum Obstacle {
    /// Only this slot is affected.
    Here(String),
    /// Somebody else's `sitecustomize` comes before the library's on `sys.path`.
    Sitecustomize(String),
    /// Another installation has its hook there, and a second hook after it would never act.
    OtherInstallation(String),
}

impl Slot {
    /// The slot of the hook's module at `path`; `None` if the path is not in a slot.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let folder = path.parent()?.to_owned();
        let name = path.file_name()?.to_str()?.strip_suffix(".py")?;
        match name {
            hook::MODULE => Some(Self::Site(folder)),
            "sitecustomize" if folder.extension().is_some_and(|extension| extension == "zip") => {
                Some(Self::Zip(folder))
            }
            "sitecustomize" => Some(Self::Library(folder)),
            _ => None,
        }
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Zip(folder)
            | Self::Library(folder)
            | Self::Site(folder)
            | Self::UserSite(folder) => folder,
        }
    }

    /// The path of the hook's module.
    pub(crate) fn module(&self) -> PathBuf {
        self.folder().join(match self.is_sitecustomize() {
            true => "sitecustomize.py",
            false => "_cg_plot_capture_hook.py",
        })
    }

    fn is_sitecustomize(&self) -> bool {
        matches!(self, Self::Zip(_) | Self::Library(_))
    }

    /// The files that make Python run the module, in the order in which they are written. They are
    /// removed in the reverse order, so that none of them ever names a missing module.
    fn starters(&self) -> Vec<(PathBuf, &'static str)> {
        let names = [("start", hook::START), ("pth", hook::PTH)].into_iter();
        let names = names.filter(|_| !self.is_sitecustomize());
        let file = |end| self.folder().join(format!("cg-plot-capture-hook.{end}"));
        names.map(|(end, text)| (file(end), text)).collect()
    }

    /// The folders that are made, or that the `enable` of the records `old` has made, the topmost
    /// first.
    fn folders(&self, old: &[Record]) -> Vec<PathBuf> {
        let above = self.folder().ancestors();
        let ours = above.take_while(|folder| !folder.is_dir() || is_made(old, folder));
        let mut folders: Vec<PathBuf> = ours.map(Path::to_owned).collect();
        folders.reverse();
        folders
    }

    /// Whether an interpreter that uses the slot still exists.
    fn has_interpreter(&self) -> bool {
        let Self::Zip(zip) = self else { return self.folder().is_dir() };
        let name = zip.file_stem().unwrap_or_default().to_string_lossy();
        let version = name.strip_prefix("python").and_then(|it| it.split_at_checked(1));
        version.is_some_and(|(major, minor)| {
            zip.with_file_name(format!("python{major}.{minor}")).join("os.py").exists()
        })
    }

    /// The path of the module's bytecode.
    fn bytecode(&self) -> PathBuf {
        self.folder().join("__pycache__")
    }

    fn text(&self, payload: &Path, made: bool) -> String {
        match self.is_sitecustomize() {
            true => hook::sitecustomize(payload),
            false => hook::startup(payload, made),
        }
    }

    /// Whether the slot has the hook of `payload`; others may have added lines after it.
    pub(crate) fn holds(&self, payload: &Path) -> bool {
        let module = file::content(&self.module()).unwrap_or_default();
        let begins = |made| module.starts_with(self.text(payload, made).as_bytes());
        (begins(false) || begins(true))
            && self.starters().iter().all(|(path, text)| is_text(path, text))
    }

    /// Whether somebody has edited the hook of the installation at `folder`: its text is none of
    /// those in the records `known`.
    pub(crate) fn is_edited(&self, folder: &Path, known: &[Record]) -> bool {
        let Some(text) = file::content(&self.module()) else { return false };
        let (module, name) = (self.module(), hash(&text));
        let is_known = known.iter().any(|record| match record {
            Record::File { path, hashes, .. } => *path == module && hashes.contains(&name),
            _ => false,
        });
        hook::owner(&text, folder) == HookOwner::Us
            && hook::written(&text, folder).is_none()
            && !is_known
    }

    /// Its name in JSON.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Zip(_) => "zip",
            Self::Library(_) => "library",
            Self::Site(_) => "packages",
            Self::UserSite(_) => "user-packages",
        }
    }

    /// Which processes it does not reach; `None` for the best slot.
    pub(crate) fn limit(&self) -> Option<&'static str> {
        match self {
            Self::Zip(_) | Self::Library(_) => None,
            Self::Site(_) => Some("by a .pth file, which venvs do not read"),
            Self::UserSite(_) => {
                Some("by a .pth file of the user's, not read in venvs nor under -I")
            }
        }
    }

    /// The strictest interpreter options under which the hook still acts.
    pub(crate) fn options(&self) -> &'static [&'static str] {
        match self {
            Self::UserSite(_) => &["-E"],
            _ => &["-I"],
        }
    }

    fn obstacle(&self, installation: &Path) -> Option<Obstacle> {
        let folder = self.folder();
        let taken = |path: &Path| Some(Obstacle::Here(format!("{} is taken", path.display())));
        if let Self::Zip(zip) = self
            && std::fs::symlink_metadata(zip).is_ok()
            && (!zip.is_dir()
                || zip.is_symlink()
                || !(has_only_hook(zip) || self.module().exists()))
        {
            return taken(zip);
        }
        let module = self.module();
        if std::fs::symlink_metadata(&module).is_ok() {
            let text = file::content(&module).unwrap_or_default();
            match hook::owner(&text, installation) {
                HookOwner::Us => {}
                // A hook whose installation is gone may be replaced.
                HookOwner::OtherInstallation if hook::is_abandoned(&text) => {}
                HookOwner::OtherInstallation => {
                    return Some(Obstacle::OtherInstallation(format!(
                        "another installation's hook stands at {}, that of {}",
                        folder.display(),
                        hook::folder(&text).unwrap_or("a folder unknown")
                    )));
                }
                // Python imports only the first `sitecustomize`.
                HookOwner::Stranger if matches!(self, Self::Zip(_)) => {
                    return Some(Obstacle::Sitecustomize(format!("{} is taken", module.display())));
                }
                HookOwner::Stranger => return taken(&module),
            }
        }
        for (path, text) in self.starters() {
            if path.exists() && !is_text(&path, text) {
                return taken(&path);
            }
        }
        let writable = folder.ancestors().find(|folder| folder.exists());
        let writable = writable.unwrap_or(Path::new("/"));
        if !writable.is_dir() || !folder_writable(writable) {
            return Some(Obstacle::Here(format!("{} is read-only", writable.display())));
        }
        None
    }
}

fn is_text(path: &Path, text: &str) -> bool {
    file::content(path).is_some_and(|there| there == text.as_bytes())
}

/// Whether a folder has nothing except our hook, which a killed `enable` may have left, or the
/// bytecode of a hook that was removed.
fn has_only_hook(folder: &Path) -> bool {
    let ours = [temporary(&folder.join("sitecustomize.py")), folder.join("__pycache__")];
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| ours.contains(&entry.path())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_found_by_its_module() {
        let at = |path: &str| Slot::at(Path::new(path));
        assert_eq!(
            at("/a/python312.zip/sitecustomize.py"),
            Some(Slot::Zip("/a/python312.zip".into()))
        );
        assert_eq!(at("/a/sitecustomize.py"), Some(Slot::Library("/a".into())));
        assert_eq!(at("/a/_cg_plot_capture_hook.py"), Some(Slot::Site("/a".into())));
        assert_eq!(at("/a/cg-plot-capture-hook.pth"), None);
        assert_eq!(at("/home/.bashrc"), None);
    }
}
