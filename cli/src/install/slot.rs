//! The slots of the site hook: where in an interpreter it may stand, and how far it reaches there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::file::{folder_writable, temporary};
use crate::install::Installation;
use crate::install::hook::{self, Owner};
use crate::install::interpreter::Interpreter;
use crate::install::plan::{Edit, Plan};
use crate::install::receipt::Receipt;

/// A place for the hook, by its folder; the best first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// Where `sys.path` names an absent zip file, ahead of everything else: a folder of ours.
    Zip(PathBuf),
    /// The standard library, where it has no `sitecustomize.py` (Debian's has one).
    Library(PathBuf),
    /// The interpreter's packages.
    Site(PathBuf),
    /// The user's packages for this interpreter.
    UserSite(PathBuf),
}

/// Why a slot can't be used.
enum Obstacle {
    /// The next one may do.
    Here(String),
    /// Another installation has its hook there: a second one behind it would never act.
    OtherInstallation(String),
}

impl Slot {
    /// The slot that the hook's module at `path` is in, if it is in one.
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

    /// The hook's module.
    pub(crate) fn module(&self) -> PathBuf {
        self.folder().join(match self {
            Self::Zip(_) | Self::Library(_) => "sitecustomize.py",
            Self::Site(_) | Self::UserSite(_) => "_cg_plot_capture_hook.py",
        })
    }

    /// What has the module run, in the order in which it is written: undone backwards, nothing
    /// ever names what is not there.
    fn starters(&self) -> Vec<(PathBuf, &'static str)> {
        let file = |name, text| (self.folder().join(name), text);
        match self {
            Self::Zip(_) | Self::Library(_) => vec![],
            Self::Site(_) | Self::UserSite(_) => vec![
                file("cg-plot-capture-hook.start", hook::START),
                file("cg-plot-capture-hook.pth", hook::PTH),
            ],
        }
    }

    /// The folders to make or made by the `enable` that `old` is of, the topmost first.
    fn folders(&self, old: &Receipt) -> Vec<PathBuf> {
        let above = self.folder().ancestors();
        let ours = above.take_while(|folder| !folder.is_dir() || old.made_folder(folder));
        let mut folders: Vec<PathBuf> = ours.map(Path::to_owned).collect();
        folders.reverse();
        folders
    }

    fn text(&self, payload: &Path, made: bool) -> String {
        match self {
            Self::Zip(_) | Self::Library(_) => hook::sitecustomize(payload),
            Self::Site(_) | Self::UserSite(_) => hook::startup(payload, made),
        }
    }

    /// Whether the hook of `payload` stands there.
    pub(crate) fn holds(&self, payload: &Path) -> bool {
        let is = |path: &Path, text: &str| std::fs::read(path).is_ok_and(|t| t == text.as_bytes());
        [false, true].iter().any(|made| is(&self.module(), &self.text(payload, *made)))
            && self.starters().iter().all(|(path, text)| is(path, text))
    }

    /// Its name, for programs that read it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Zip(_) => "zip",
            Self::Library(_) => "library",
            Self::Site(_) => "packages",
            Self::UserSite(_) => "user-packages",
        }
    }

    /// How far it reaches less than others do; `None` if it does not.
    pub(crate) fn limit(&self) -> Option<&'static str> {
        match self {
            Self::Zip(_) | Self::Library(_) => None,
            Self::Site(_) => Some("by a .pth file, which venvs do not read"),
            Self::UserSite(_) => {
                Some("by a .pth file of the user's, not read in venvs nor under -I")
            }
        }
    }

    /// The options under which the hook acts, as many as there are.
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
            && (!zip.is_dir() || zip.is_symlink() || !(is_bare(zip) || self.module().exists()))
        {
            return taken(zip);
        }
        let module = self.module();
        if std::fs::symlink_metadata(&module).is_ok() {
            let text = std::fs::read(&module).unwrap_or_default();
            match hook::owner(&text, installation) {
                Owner::Us => {}
                Owner::OtherInstallation => {
                    return Some(Obstacle::OtherInstallation(format!(
                        "another installation's hook stands at {}",
                        folder.display()
                    )));
                }
                Owner::Stranger => return taken(&module),
            }
        }
        for (path, text) in self.starters() {
            if path.exists() && !std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
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
    let mut slots = BTreeMap::new();
    for slot in interpreters.iter().filter_map(|one| usable(one, installation).ok()) {
        slots.entry(slot.module()).or_insert(slot);
    }
    for slot in old.records.iter().filter_map(|record| Slot::at(record.path())) {
        let text = std::fs::read(slot.module());
        if text.is_ok_and(|text| hook::owner(&text, installation.folder()) == Owner::Us) {
            slots.entry(slot.module()).or_insert(slot);
        }
    }
    for (module, slot) in slots {
        let folders = slot.folders(old);
        let made = !folders.is_empty();
        // Those above our own folder come and go with it.
        let theirs = folders.into_iter().filter(|one| !installation.folder().starts_with(one));
        theirs.for_each(|folder| plan.add(Edit::Folder(folder)));
        let bytes = slot.text(&installation.payload(), made).into_bytes();
        plan.add(Edit::Own { path: module, bytes, mode: 0o644 });
        for (path, text) in slot.starters() {
            plan.add(Edit::Own { path, bytes: text.into(), mode: 0o644 });
        }
    }
}

/// The slot of an interpreter; `Err` says why it has none.
fn find(interpreter: &Interpreter, installation: &Path) -> Result<Slot, String> {
    let mut reasons: Vec<String> = vec![];
    for slot in slots(interpreter) {
        match slot.obstacle(installation) {
            None => return Ok(slot),
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

/// Every slot that an interpreter has, free or not.
fn slots(interpreter: &Interpreter) -> Vec<Slot> {
    let mut slots: Vec<Slot> = interpreter.zip.iter().cloned().map(Slot::Zip).collect();
    slots.extend(interpreter.library.iter().cloned().map(Slot::Library));
    let sites = interpreter.sites.iter().filter(|folder| folder.is_dir());
    slots.extend(sites.cloned().map(Slot::Site));
    slots.extend(interpreter.user_site.iter().cloned().map(Slot::UserSite));
    slots
}

/// Whether a folder holds nothing but what we were about to put there (what a kill between making
/// it and filling it leaves), or the bytecode of a hook that somebody removed.
fn is_bare(folder: &Path) -> bool {
    let ours = [temporary(&folder.join("sitecustomize.py")), folder.join("__pycache__")];
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| ours.contains(&entry.path())))
    })
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
        }
    }

    #[test]
    fn the_absent_zip_is_the_best_slot_and_whatever_stands_there_is_respected() {
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
        assert_eq!(find(), Ok(Slot::Library(library.clone())));
        std::fs::write(&hook, ANOTHER).expect("written");
        assert!(find().is_err_and(|why| why.starts_with("another installation's")));
        std::fs::write(&hook, OURS).expect("written");
        assert_eq!(find(), Ok(Slot::Zip(zip.clone())));
        std::fs::remove_dir_all(&zip).expect("removed");
        std::fs::write(&zip, "PK").expect("written");
        assert_eq!(find(), Ok(Slot::Library(library)));
    }

    #[test]
    fn behind_the_library_come_the_packages_and_then_the_user_s() {
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

    #[test]
    fn a_slot_is_known_by_its_module() {
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
