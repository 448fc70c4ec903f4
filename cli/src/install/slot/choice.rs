//! Chooses the slot of each interpreter, and plans the edits of the hook.

use std::collections::BTreeMap;
use std::path::Path;

use crate::edit::{Edit, Record};
use crate::file;
use crate::install::Installation;
use crate::install::hook::{self, HookOwner};
use crate::install::interpreter::Interpreter;
use crate::install::slot::{Obstacle, Slot};

/// The slot that an interpreter's hook can have; `Err` says why there is none.
pub(crate) fn usable(
    interpreter: &Interpreter,
    installation: &Installation,
) -> Result<Slot, String> {
    match interpreter.unfit() {
        Some(reason) => Err(reason),
        None => match find(interpreter, installation.folder())? {
            // Only root uses root's own packages.
            Slot::UserSite(_) if installation.is_system() => {
                Err("its folders are read-only".into())
            }
            slot => Ok(slot),
        },
    }
}

/// The slot in which the hook of this version is and acts, even if this user can't write there. A
/// hook after another installation's does not act.
pub(crate) fn installed(interpreter: &Interpreter, installation: &Installation) -> Option<Slot> {
    let theirs = |slot: &Slot| {
        file::content(&slot.module()).is_some_and(|text| {
            hook::owner(&text, installation.folder()) == HookOwner::OtherInstallation
        })
    };
    let mut slots = every(interpreter).into_iter().take_while(|slot| !theirs(slot));
    slots.find(|slot| slot.holds(&installation.payload()))
}

/// Plans a hook for each interpreter that has a slot. Hooks of an earlier `enable` are updated or
/// restored too, because their interpreters may not be on this `PATH`, or root may not start them.
/// Returns notes on hooks that were left alone.
pub(crate) fn plan_hooks(
    installation: &Installation,
    interpreters: &[Interpreter],
    old: &[Record],
    plan: &mut Vec<Edit>,
) -> Vec<String> {
    let mut slots = BTreeMap::new();
    for slot in interpreters.iter().filter_map(|one| usable(one, installation).ok()) {
        slots.entry(slot.module()).or_insert(slot);
    }
    for slot in old.iter().filter_map(|record| Slot::at(record.path())) {
        let is_ours = match file::content(&slot.module()) {
            Some(text) => hook::owner(&text, installation.folder()) == HookOwner::Us,
            None => !slot.module().exists() && slot.has_interpreter(),
        };
        if is_ours {
            slots.entry(slot.module()).or_insert(slot);
        }
    }
    let mut notes = vec![];
    for (module, slot) in slots {
        let folders = slot.folders(old);
        let made = !folders.is_empty();
        // The folders above our own folder are made and removed with it.
        let theirs = folders.into_iter().filter(|one| !installation.folder().starts_with(one));
        plan.extend(theirs.map(Edit::Folder));
        if slot.is_edited(installation.folder(), old) {
            // Other files in the folder are somebody's.
            let is_told = old.iter().any(|record| record.path() == module);
            if is_told && !slot.holds(&installation.payload()) {
                notes.push(edited(&module));
            }
        } else {
            let bytes = slot.text(&installation.payload(), made).into_bytes();
            let derived = Some(slot.bytecode());
            plan.push(Edit::File { path: module, bytes, mode: 0o644, derived });
        }
        for (path, text) in slot.starters() {
            plan.push(Edit::File { path, bytes: text.into(), mode: 0o644, derived: None });
        }
    }
    notes
}

/// The note on a hook of another version to which others have added lines.
pub(crate) fn edited(module: &Path) -> String {
    format!("{} was edited since, and no longer captures: left as it is", module.display())
}

/// The slot of an interpreter; `Err` says why it has none.
fn find(interpreter: &Interpreter, installation: &Path) -> Result<Slot, String> {
    let mut reasons: Vec<String> = vec![];
    let mut is_behind = false;
    for slot in every(interpreter) {
        if is_behind && matches!(slot, Slot::Library(_)) {
            continue;
        }
        match slot.obstacle(installation) {
            None => return Ok(slot),
            Some(Obstacle::Sitecustomize(reason)) => {
                is_behind = true;
                reasons.push(reason);
            }
            Some(Obstacle::OtherInstallation(reason)) => return Err(reason),
            Some(Obstacle::Here(reason)) if reasons.contains(&reason) => {}
            Some(Obstacle::Here(reason)) => reasons.push(reason),
        }
    }
    if reasons.is_empty() {
        reasons.push("it names no place for one".into());
    }
    Err(reasons.join(", "))
}

/// All slots of an interpreter, usable or not.
pub(crate) fn every(interpreter: &Interpreter) -> Vec<Slot> {
    let mut slots: Vec<Slot> = interpreter.zip.iter().cloned().map(Slot::Zip).collect();
    slots.extend(interpreter.library.iter().cloned().map(Slot::Library));
    let sites = interpreter.sites.iter().filter(|folder| folder.is_dir());
    slots.extend(sites.cloned().map(Slot::Site));
    slots.extend(interpreter.user_site.iter().cloned().map(Slot::UserSite));
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "# cg-plot-capture hook\nx = '/ours/payload-1'\n";
    const ANOTHER: &str = "# cg-plot-capture hook\nx = '/a/payload-1'\n";

    fn interpreter(prefix: &Path) -> Interpreter {
        Interpreter {
            implementation: "cpython".into(),
            version: (3, 12, 0),
            executable: "/usr/bin/python3".into(),
            base_prefix: "/usr".into(),
            zip: Some(prefix.join("python312.zip")),
            library: Some(prefix.join("python3.12")),
            sites: vec![prefix.join("absent"), prefix.join("packages")],
            user_site: Some(prefix.join("home/packages")),
            free_threaded: false,
            bits: 64,
            libc: None,
        }
    }

    #[test]
    fn the_absent_zip_is_the_best_slot_unless_it_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let python = interpreter(folder.path());
        let zip = folder.path().join("python312.zip");
        let library = folder.path().join("python3.12");
        std::fs::create_dir(&library).expect("made");
        let find = || find(&python, Path::new("/ours"));
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        std::fs::create_dir_all(zip.join("__pycache__")).expect("made");
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        let hook = zip.join("sitecustomize.py");
        std::fs::write(&hook, "import theirs\n").expect("written");
        // Python would import theirs, and never one in the library.
        assert_eq!(find(), Ok(Slot::UserSite(folder.path().join("home/packages"))));
        std::fs::write(&hook, ANOTHER).expect("written");
        assert!(find().is_err_and(|why| why.starts_with("another installation's")));
        std::fs::write(&hook, OURS).expect("written");
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        std::fs::remove_dir_all(&zip).expect("removed");
        std::fs::write(&zip, "PK").expect("written");
        assert_eq!(find(), Ok(Slot::Library(library)));
    }

    #[test]
    fn the_packages_come_after_the_library_and_then_the_user_s() {
        let folder = tempfile::tempdir().expect("a folder");
        let python = interpreter(folder.path());
        let [library, packages] = ["python3.12", "packages"].map(|name| folder.path().join(name));
        std::fs::write(folder.path().join("python312.zip"), "PK").expect("written");
        std::fs::create_dir(&library).expect("made");
        std::fs::create_dir(&packages).expect("made");
        let find = || find(&python, Path::new("/ours"));
        std::fs::write(library.join("sitecustomize.py"), OURS).expect("written");
        assert_eq!(find(), Ok(Slot::Library(library.clone())));
        std::fs::write(library.join("sitecustomize.py"), "").expect("written");
        assert_eq!(find(), Ok(Slot::Site(packages.clone())));
        std::fs::write(packages.join("cg-plot-capture-hook.pth"), "import x\n").expect("written");
        assert_eq!(find(), Ok(Slot::UserSite(folder.path().join("home/packages"))));
        std::fs::write(folder.path().join("home"), "").expect("written");
        let reasons = find().expect_err("none is left");
        for reason in ["python312.zip is taken", "sitecustomize.py is taken", "home is read-only"] {
            assert!(reasons.contains(reason), "{reason}: {reasons}");
        }
    }
}
