//! An installation, a user's or the machine's: where it lives, what stands in its folder, who may change it.

pub(crate) mod carriers;
pub(crate) mod coverage;
pub(crate) mod enabled;
pub(crate) mod hook;
pub(crate) mod interpreter;
pub(crate) mod marked;
pub(crate) mod plan;
pub(crate) mod proof;
pub(crate) mod python;
pub(crate) mod receipt;
pub(crate) mod remains;
pub(crate) mod remedy;
pub(crate) mod rollback;
pub(crate) mod shape;
pub(crate) mod shell;
pub(crate) mod site;
pub(crate) mod slot;
pub(crate) mod stage;
pub(crate) mod startup;
pub(crate) mod stored;
pub(crate) mod surroundings;
pub(crate) mod system;
pub(crate) mod trust;
pub(crate) mod undo;

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::{SHARED, SYSTEM};

use crate::error::{Error, Result};
use crate::install::interpreter::LeftOut;
use crate::install::receipt::Receipt;
use crate::install::shell::User;
use crate::payload;
use crate::talk;

/// A folder that holds, or will hold, all that is ours alone.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    folder: PathBuf,
    home: PathBuf,
    /// The places of this user's that root leaves alone.
    left_out: Vec<LeftOut>,
}

impl Installation {
    /// That of the machine, for every user. It has no home.
    pub(crate) fn system() -> Self {
        Self { folder: SYSTEM.into(), home: "/".into(), left_out: vec![] }
    }

    /// Whether it is the machine's.
    pub(crate) fn is_system(&self) -> bool {
        self.folder == Path::new(SYSTEM)
    }

    /// That of this user: where one is, else where one belongs.
    pub(crate) fn locate() -> Result<Self> {
        let home = home()?;
        let data = variable_path("XDG_DATA_HOME").map(|data| data.join("cg-plot-capture"));
        let folder = data.or_else(around_kept_copy);
        let folder = folder.unwrap_or_else(|| home.join(".local/share/cg-plot-capture"));
        if folder.as_os_str().as_encoded_bytes().contains(&b'$') {
            // ld.so(8) expands $ORIGIN and the like, also in the path of the extension.
            let message = format!("no library can be loaded from {}", folder.display());
            return Err(
                Error::new(message).hint("set XDG_DATA_HOME to a path without a dollar sign")
            );
        }
        let own = Self { folder, home, left_out: vec![] };
        if trust::applies() { own.for_root() } else { Ok(own) }
    }

    /// The same where others must not decide what root does, and must reach the payload: a harness that
    /// is root starts programs of other users.
    fn for_root(mut self) -> Result<Self> {
        let home = trust::problem(&self.home).map(|problem| LeftOut::new(&self.home, &problem));
        let problem = trust::problem(&self.folder);
        let folder = problem.as_ref().map(|problem| LeftOut::new(&self.folder, problem));
        let files = startup::left_out(&User::current(&self));
        let below_home = |one: &LeftOut| home.is_some() && one.path.starts_with(&self.home);
        let apart: Vec<LeftOut> =
            folder.into_iter().chain(files).filter(|one| !below_home(one)).collect();
        self.left_out = home.into_iter().chain(apart).collect();
        let shared = Self { folder: SHARED.into(), ..self.clone() };
        let stands = |one: &Self| one.receipt().exists();
        match (problem, trust::problem(&shared.folder)) {
            // Its receipt says which files are to be what: not for him to say to root.
            (Some(problem), _) if self.folder.exists() => Err(foreign(&problem)),
            (Some(_), None) => Ok(shared),
            (Some(problem), Some(_)) => Err(foreign(&problem)),
            (None, Some(problem)) if stands(&shared) && !stands(&self) => {
                Err(Error::new(problem).hint("let root alone own it and write to it"))
            }
            (None, Some(_)) => Ok(self),
            (None, None) => {
                let is_own = stands(&self) || !stands(&shared) && reachable_by_all(&self.folder);
                Ok(if is_own { self } else { shared })
            }
        }
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What of this user's root leaves alone.
    pub(crate) fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The home whose shell files and hooks it serves.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The folder of this version's payload.
    pub(crate) fn payload(&self) -> PathBuf {
        self.folder.join(payload::folder_name())
    }

    /// This version's preload.
    pub(crate) fn preload(&self) -> PathBuf {
        payload::preload(&self.payload())
    }

    /// Whether `LD_PRELOAD` can name the preload: ld.so(8) splits it at spaces and colons; a line
    /// break would end our line in a shell file.
    pub(crate) fn preloadable(&self) -> bool {
        !self.folder.as_os_str().as_encoded_bytes().iter().any(|byte| b" :\n\t".contains(byte))
    }

    /// The settings that `enable` was given; the Python side finds them beside its payload.
    pub(crate) fn settings(&self) -> PathBuf {
        self.folder.join("settings")
    }

    /// What shells source: `env.sh`, `env.fish`.
    pub(crate) fn script(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What was changed, and how it was before.
    pub(crate) fn receipt(&self) -> PathBuf {
        self.folder.join("receipt.json")
    }

    /// The folder of the command's copy.
    pub(crate) fn commands(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// The copy of the command, for when pip or cargo has removed the original.
    pub(crate) fn command(&self) -> PathBuf {
        self.commands().join("cg-plot-capture")
    }

    /// Every payload's folder, of whatever version.
    pub(crate) fn payloads(&self) -> Result<Vec<PathBuf>> {
        let entries = match fs_err::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
            entries => entries?,
        };
        let mut found = vec![];
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().as_encoded_bytes();
            if name.starts_with(b"payload-") {
                found.push(path);
            }
        }
        Ok(found)
    }

    /// Keeps every other `enable` and `disable` of this user, or of the machine, out until the
    /// answer is dropped.
    ///
    /// The lock is on the home folder itself, which leaves no file behind and is there before the
    /// installation's folder and after it. Root's two share a folder and so a lock.
    pub(crate) fn lock(&self) -> Result<Option<File>> {
        let roots = [SYSTEM, SHARED].iter().any(|folder| self.folder == Path::new(folder));
        // Whoever can open a folder can keep it locked: not somebody else's.
        let roots = roots || trust::problem(&self.home).is_some();
        let folder = if roots { Path::new("/etc") } else { &self.home };
        let Ok(folder) = File::open(folder) else { return Ok(None) };
        match folder.try_lock() {
            Ok(()) => Ok(Some(folder)),
            Err(std::fs::TryLockError::WouldBlock) => {
                talk::line("waiting for another cg-plot-capture to end");
                folder.lock()?;
                Ok(Some(folder))
            }
            // NFS locks no folder: then two at once are as careful as their atomic writes.
            Err(std::fs::TryLockError::Error(_)) => Ok(None),
        }
    }
}

/// The installation whose kept copy of the command this is. Its undo is a path alone, and has to work
/// where `XDG_DATA_HOME` is not what it was.
fn around_kept_copy() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.parent()?;
    let own = Installation { folder: folder.to_owned(), ..Installation::system() };
    let owner = std::fs::metadata(own.receipt()).ok()?.uid();
    let is_own = program == own.command()
        && !own.is_system()
        && folder.to_str().is_some()
        && owner == nix::unistd::geteuid().as_raw();
    // By the name that processes have it by, which may lead over links.
    is_own.then(|| Receipt::folder_of(&own.receipt()).unwrap_or_else(|| folder.to_owned()))
}

/// What root says of a place that is not root's alone.
fn foreign(problem: &trust::Problem) -> Error {
    Error::new(problem)
        .hint("do it as that user, with HOME set to a home of root's, or for all with --system")
}

fn home() -> Result<PathBuf> {
    let home = std::env::home_dir().filter(|home| home.is_absolute());
    let home = home.ok_or_else(|| {
        Error::new("there is no home folder").hint("set HOME to the absolute path of a folder")
    })?;
    if home.to_str().is_none() {
        return Err(Error::new(format!("the home {} is not UTF-8", home.display())));
    }
    Ok(home)
}

/// The absolute path in a variable; the XDG specification has relative ones ignored.
pub(crate) fn variable_path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(name)?);
    (path.is_absolute() && path.to_str().is_some()).then_some(path)
}

/// Whether every user may pass through the folders above `path` that exist.
fn reachable_by_all(path: &Path) -> bool {
    path.ancestors().skip(1).all(|folder| match fs_err::metadata(folder) {
        Ok(data) => data.permissions().mode() & 0o001 != 0,
        Err(error) => error.kind() == ErrorKind::NotFound,
    })
}
