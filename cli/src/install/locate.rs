//! Finds this user's installation: the one that exists, or else the place for a new one.

use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::SHARED;
use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::receipt;
use crate::install::shell::User;
use crate::install::startup;
use crate::install::trust::{self, LeftOut};

/// This user's installation.
pub(crate) fn own() -> Result<Installation> {
    let (home, data) = folders()?;
    let folder = of_kept_copy().unwrap_or_else(|| data.join("cg-plot-capture"));
    if folder.as_os_str().as_encoded_bytes().contains(&b'$') {
        // ld.so(8) expands $ORIGIN and other tokens, also in the path of the extension.
        let message = format!("no library can be loaded from {}", folder.display());
        return Err(Error::new(message).hint("set XDG_DATA_HOME to a path without a dollar sign"));
    }
    let own = Installation { folder, home, left_out: vec![] };
    if trust::applies() { for_root(own) } else { Ok(own) }
}

/// The installation for root: other users must not decide what root does, but must reach the
/// payload, because a harness that is root starts programs of other users.
fn for_root(mut own: Installation) -> Result<Installation> {
    let home = trust::problem(&own.home).map(|problem| LeftOut::new(&own.home, &problem));
    let problem = trust::problem(&own.folder);
    let folder = problem.as_ref().map(|problem| LeftOut::new(&own.folder, problem));
    let files = startup::left_out(&User::current(&own));
    let below_home = |one: &LeftOut| home.is_some() && one.path.starts_with(&own.home);
    let apart: Vec<LeftOut> =
        folder.into_iter().chain(files).filter(|one| !below_home(one)).collect();
    own.left_out = home.into_iter().chain(apart).collect();
    let shared = own.in_folder(SHARED);
    let is_installed = |one: &Installation| one.receipt().exists();
    match (problem, trust::problem(&shared.folder)) {
        // Its receipt says how files are to be restored; another user must not decide that for
        // root.
        (Some(problem), _) if own.folder.exists() => Err(foreign(&problem)),
        (Some(_), None) => Ok(shared),
        (Some(problem), Some(_)) => Err(foreign(&problem)),
        (None, Some(problem)) if is_installed(&shared) && !is_installed(&own) => {
            Err(Error::new(problem).hint("let root alone own it and write to it"))
        }
        (None, Some(_)) => Ok(own),
        (None, None) => {
            let is_own =
                is_installed(&own) || !is_installed(&shared) && reachable_by_all(&own.folder);
            Ok(if is_own { own } else { shared })
        }
    }
}

/// The installation that contains this copy of the command. Its undo command is only a path, and
/// has to work if `XDG_DATA_HOME` has changed.
fn of_kept_copy() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.parent()?;
    let own = Installation::system().in_folder(folder);
    let owner = std::fs::metadata(own.receipt()).ok()?.uid();
    let is_own = program == own.command()
        && !own.is_system()
        && folder.to_str().is_some()
        && owner == nix::unistd::geteuid().as_raw();
    // The path in the receipt is the one that processes have, which may lead over links.
    let named = || receipt::read(&own).ok().flatten().map(|receipt| receipt.folder);
    is_own.then(|| named().unwrap_or_else(|| folder.to_owned()))
}

/// The error for a place that root does not trust.
pub(super) fn foreign(problem: &trust::Problem) -> Error {
    Error::new(problem)
        .hint("do it as that user, with HOME set to a home of root's, or for all with --system")
}

/// The home folder and the folder for data.
fn folders() -> Result<(PathBuf, PathBuf)> {
    let base = Xdg::new().ok().filter(|base| base.home_dir().is_absolute());
    let base = base.ok_or_else(|| {
        Error::new("there is no home folder").hint("set HOME to the absolute path of a folder")
    })?;
    let folders = (base.home_dir().to_owned(), base.data_dir());
    for (folder, variable) in [(&folders.0, "HOME"), (&folders.1, "XDG_DATA_HOME")] {
        if folder.to_str().is_none() {
            return Err(Error::new(format!("the folder {} is not UTF-8", folder.display()))
                .hint(format_args!("set {variable} to a path that is")));
        }
    }
    Ok(folders)
}

/// Whether every user may pass through the existing folders above `path`.
fn reachable_by_all(path: &Path) -> bool {
    path.ancestors().skip(1).all(|folder| match fs_err::metadata(folder) {
        Ok(data) => data.permissions().mode() & 0o001 != 0,
        Err(error) => error.kind() == ErrorKind::NotFound,
    })
}
