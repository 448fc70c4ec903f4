//! The start-up files of shells: plans a line for each, and says which must be left alone.
//!
//! [`obstacle`] checks a file before it is read, because reading a pipe would wait. The files of
//! fish and of `profile.d` get a line like all others: they are made if they do not exist, and
//! removed if nothing else is in them.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::{AccessFlags, access, getegid, geteuid, getgroups};
use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};

use crate::edit::{Edit, LineEdit, line};
use crate::file::{self, folder_writable};
use crate::install::Installation;
use crate::install::shell::{FileCreation, SHELLS, Shell, ShellFile, User, unclosed};
use crate::install::trust::{LeftOut, problem};
use crate::quote::quote;

/// The edits that write the scripts that shells source.
pub(crate) fn scripts(installation: &Installation) -> impl Iterator<Item = Edit> {
    let [preload, folder] = [&installation.preload(), installation.folder()].map(quote);
    SHELLS.into_iter().map(move |shell| {
        let script = shell.script().replace("@PRELOAD@", &preload).replace("@FOLDER@", &folder);
        let path = installation.script(shell.script_name());
        Edit::File { path, bytes: script.into_bytes(), mode: 0o644, derived: None }
    })
}

/// Whether a line sources a script of this installation, or a script of ours that is gone.
pub(crate) fn is_ours(shell: &dyn Shell, line: &str, installation: &Installation) -> bool {
    shell.sourced(line).is_some_and(|script| {
        script == installation.script(shell.script_name())
            || matches!(script.try_exists(), Ok(false))
    })
}

/// The start-up files of this user's shells.
pub(crate) fn targets(user: &User) -> impl Iterator<Item = (&'static dyn Shell, ShellFile)> {
    SHELLS
        .into_iter()
        .flat_map(move |shell| shell.files(user).into_iter().map(move |it| (shell, it)))
}

/// Plans a line in each of `targets`; returns notes on the files that are left alone.
pub(crate) fn plan_lines(
    targets: impl Iterator<Item = (&'static dyn Shell, ShellFile)>,
    installation: &Installation,
    plan: &mut Vec<Edit>,
) -> Vec<String> {
    let mut notes = vec![];
    // Two names may lead to one file, and each file gets one line.
    let mut seen = BTreeSet::new();
    for (shell, ShellFile { path, place, creation }) in targets {
        let is_there = path.symlink_metadata().is_ok();
        if creation == FileCreation::Existing && !is_there {
            continue;
        }
        if let Some(problem) = problem(&path) {
            // An existing file is already listed by the installation's `left_out`.
            if !is_there {
                notes.push(format!("{problem}: {} is left alone", path.display()));
            }
            continue;
        }
        let line = shell.line(&installation.script(shell.script_name()));
        match read_target(&path, &line) {
            Err(why) => {
                let login = if is_login_file(&path, installation.home()) { LOGIN } else { "" };
                notes.push(format!("{} {why}: left alone{login}", path.display()));
            }
            Ok((file, text)) => {
                if !seen.insert(file.clone()) {
                    continue;
                }
                let alone = creation == FileCreation::Ours;
                let folder = file.parent().filter(|_| alone);
                plan.extend(folder.map(|folder| Edit::Folder(folder.to_owned())));
                let is_stale = |one: &str| one != line && is_ours(shell, one, installation);
                let stale = line::found(&text, is_stale);
                plan.push(Edit::Line(LineEdit { path: file, line, place, stale, alone }));
            }
        }
    }
    notes
}

/// The path that `path` leads to, which may not exist, and its text; `Err` says why the file gets
/// no line.
fn read_target(path: &Path, line: &str) -> Result<(PathBuf, Vec<u8>), String> {
    let file = real(path)?;
    if let Some(why) = obstacle(&file) {
        return Err(why.to_owned());
    }
    let text = file::read(&file).map_err(|error| format!("can't be read ({error})"))?;
    let text = text.unwrap_or_default();
    match unclosed(&text).filter(|_| !line::has(&text, line)) {
        Some(what) => Err(format!("ends within {what}")),
        None => Ok((file, text)),
    }
}

/// `path` with its links resolved, even if its last part does not exist.
fn real(path: &Path) -> Result<PathBuf, String> {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => Ok(real),
        _ if path.is_symlink() => Err("leads nowhere".to_owned()),
        (_, Some(folder), Some(name)) => Ok(real(folder)?.join(name)),
        _ => Ok(path.to_owned()),
    }
}

/// The end of the note if the file that is left alone is bash's for a login shell.
const LOGIN: &str = "; a login bash reads it and neither .bash_login nor .profile, so it has the preload \
    only if that file sources .bashrc";

/// Whether a login bash reads the file at `path` and no other: it reads the first one that exists,
/// readable or not (bash(1), `run_startup_files` in its shell.c).
fn is_login_file(path: &Path, home: &Path) -> bool {
    let files = [".bash_profile", ".bash_login", ".profile"].map(|name| home.join(name));
    files.iter().find(|file| file.exists()).is_some_and(|first| first == path)
}

/// The existing files that root leaves alone.
pub(crate) fn left_out(user: &User) -> Vec<LeftOut> {
    let there = targets(user).map(|(_, target)| target.path).filter(|path| path.is_file());
    there.filter_map(|path| Some(LeftOut::new(&path, &problem(&path)?))).collect()
}

/// Why a file must not be replaced or made; `None` if it may. Nothing is read before this check,
/// because reading a pipe would wait.
pub(crate) fn obstacle(file: &Path) -> Option<&'static str> {
    if file.to_str().is_none() {
        return Some("is not UTF-8");
    }
    let folder = file.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    if !folder.is_dir() {
        return Some("is not in a folder");
    }
    if !folder_writable(folder) {
        return Some("is in a read-only folder");
    }
    let data = std::fs::metadata(file).ok()?;
    let me = geteuid();
    let groups = || getgroups().unwrap_or_default().into_iter().chain([getegid()]);
    let is_mount = || statx(CWD, file, AtFlags::empty(), StatxFlags::empty());
    let is_mount =
        || is_mount().is_ok_and(|it| it.stx_attributes.contains(StatxAttributes::MOUNT_ROOT));
    Some(match () {
        () if !data.is_file() => "is not a file",
        // Root could write to it, but we assume that the mode is deliberate.
        () if data.mode() & 0o200 == 0 => "is read-only",
        () if data.mode() & 0o400 == 0 => "is unreadable",
        () if data.uid() != me.as_raw() && !me.is_root() => "belongs to another user",
        // Only a member of the group may give a new file to it.
        () if !me.is_root() && groups().all(|group| group.as_raw() != data.gid()) => {
            "belongs to a group that you are not in"
        }
        () if access(file, AccessFlags::W_OK).is_err() => "can't be written to",
        () if data.nlink() > 1 => "has another hard link, which a new file would not have",
        // Containers mount single files. Nothing can be renamed over a mount (rename(2)).
        () if is_mount() => "is mounted by itself",
        () => return None,
    })
}
