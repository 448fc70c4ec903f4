//! The slot of the site hook: where in an interpreter it reaches every venv and touches no file.

use std::path::{Path, PathBuf};

use crate::file::{folder_writable, temporary};
use crate::install::Installation;
use crate::install::hook::{self, Owner};
use crate::install::interpreter::Interpreter;
use crate::install::plan::{Edit, Plan};
use crate::install::receipt::Receipt;

/// A place for the hook, the best first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// A folder where `sys.path` names an absent zip file, ahead of everything else.
    Zip(PathBuf),
}

impl Slot {
    /// The slot that the hook's file at `path` is in, if it is in one.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let folder = path.parent()?;
        let zip = folder.extension().is_some_and(|extension| extension == "zip");
        (zip && path.ends_with("sitecustomize.py")).then(|| Self::Zip(folder.to_owned()))
    }

    /// The folder that has to be made, if any.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Zip(folder) => Some(folder),
        }
    }

    /// The hook's file.
    pub(crate) fn file(&self) -> PathBuf {
        match self {
            Self::Zip(folder) => folder.join("sitecustomize.py"),
        }
    }

    /// Whether the hook of `payload` stands there.
    pub(crate) fn holds(&self, payload: &Path) -> bool {
        std::fs::read(self.file()).is_ok_and(|text| text == hook::text(payload).as_bytes())
    }
}

/// The slot of an interpreter that is fit to have one.
pub(crate) fn usable(
    interpreter: &Interpreter,
    installation: &Installation,
) -> Result<Slot, String> {
    match interpreter.unfit() {
        Some(reason) => Err(reason),
        None => find(interpreter, installation.folder()),
    }
}

/// Plans a hook for each interpreter that has a slot, and brings those of an earlier `enable` up to
/// date: their interpreters may not be on this `PATH`.
pub(crate) fn plan_hooks(
    installation: &Installation,
    interpreters: &[Interpreter],
    old: &Receipt,
    plan: &mut Plan,
) {
    let text = hook::text(&installation.payload()).into_bytes();
    let slots = interpreters.iter().filter_map(|one| usable(one, installation).ok());
    let mut slots: Vec<Slot> = slots.collect();
    slots.extend(old.records.iter().filter_map(|record| Slot::at(record.path())).filter(|slot| {
        let text = std::fs::read(slot.file());
        text.is_ok_and(|text| hook::owner(&text, installation.folder()) == Owner::Us)
    }));
    slots.sort();
    slots.dedup();
    for slot in slots {
        if let Some(folder) = slot.folder() {
            plan.add(Edit::Folder(folder.to_owned()));
        }
        plan.add(Edit::Own { path: slot.file(), bytes: text.clone(), mode: 0o644 });
    }
}

/// The slot of an interpreter; `Err` says why it has none.
fn find(interpreter: &Interpreter, installation: &Path) -> Result<Slot, String> {
    let Some(zip) = &interpreter.zip else {
        return Err("its sys.path has no zip entry".into());
    };
    let slot = Slot::Zip(zip.clone());
    let parent = zip.parent().unwrap_or(Path::new("/"));
    let path = zip.display();
    if std::fs::symlink_metadata(zip).is_err() {
        return match parent.is_dir() && folder_writable(parent) {
            true => Ok(slot),
            false => Err(format!("{} is read-only", parent.display())),
        };
    }
    if !zip.is_dir() || zip.is_symlink() {
        return Err(format!("{path} is taken"));
    }
    match std::fs::read(slot.file()).map(|text| hook::owner(&text, installation)) {
        // An empty folder is what a kill between making it and filling it leaves.
        Err(_) if is_bare(zip) => {}
        Ok(Owner::Us) => {}
        Ok(Owner::OtherInstallation) => {
            return Err(format!("another installation's hook stands at {path}"));
        }
        Ok(Owner::Stranger) | Err(_) => return Err(format!("{path} is taken")),
    }
    match folder_writable(zip) {
        true => Ok(slot),
        false => Err(format!("{path} is read-only")),
    }
}

/// Whether a folder holds nothing but what we were about to put there.
fn is_bare(folder: &Path) -> bool {
    let ours = temporary(&folder.join("sitecustomize.py"));
    std::fs::read_dir(folder)
        .is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| entry.path() == ours)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interpreter(zip: &Path) -> Interpreter {
        Interpreter {
            implementation: "cpython".into(),
            version: (3, 12, 0),
            executable: "/usr/bin/python3".into(),
            base_prefix: "/usr".into(),
            zip: Some(zip.to_owned()),
            free_threaded: false,
            bits: 64,
        }
    }

    #[test]
    fn the_absent_zip_is_the_slot_and_whatever_stands_there_is_respected() {
        let folder = tempfile::tempdir().expect("a folder");
        let zip = folder.path().join("python312.zip");
        let find = || find(&interpreter(&zip), Path::new("/ours"));
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        std::fs::create_dir(&zip).expect("made");
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        let hook = zip.join("sitecustomize.py");
        std::fs::write(&hook, "import theirs\n").expect("written");
        assert!(find().is_err_and(|why| why.ends_with("is taken")));
        std::fs::write(&hook, "# cg-plot-capture hook\nx = '/a/payload-1'\n").expect("written");
        assert!(find().is_err_and(|why| why.starts_with("another installation's")));
        std::fs::write(&hook, "# cg-plot-capture hook\nx = '/ours/payload-1'\n").expect("written");
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        std::fs::remove_dir_all(&zip).expect("removed");
        std::fs::write(&zip, "PK").expect("written");
        assert!(find().is_err_and(|why| why.ends_with("is taken")));
    }
}
