//! The start-up files of shells: what is planned for each, and which must be left alone.
//!
//! Whether a file may be replaced is asked before it is read ([`obstacle`]), because a pipe would be waited for.
//! fish's file and `profile.d`'s are lines like all others: they are made if need be, and go with their file if
//! nothing else is in it.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::{AccessFlags, access, getegid, geteuid, getgroups};
use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};

use crate::edit::{Edit, Line, line};
use crate::file::{self, folder_writable};
use crate::install::Installation;
use crate::install::shell::{Kind, SHELLS, Shell, Target, User, unclosed};
use crate::install::trust::{LeftOut, problem};
use crate::quote::quote;

/// The scripts, for whoever sources them.
pub(crate) fn scripts(installation: &Installation) -> impl Iterator<Item = Edit> {
    let [preload, folder] = [&installation.preload(), installation.folder()].map(quote);
    SHELLS.into_iter().map(move |shell| {
        let script = shell.script().replace("@PRELOAD@", &preload).replace("@FOLDER@", &folder);
        let path = installation.script(shell.script_name());
        Edit::File { path, bytes: script.into_bytes(), mode: 0o644, derived: None }
    })
}

/// Whether a line sources a script of this installation, or one of ours that is gone.
pub(crate) fn is_ours(shell: &dyn Shell, line: &str, installation: &Installation) -> bool {
    shell.sourced(line).is_some_and(|script| {
        script == installation.script(shell.script_name())
            || matches!(script.try_exists(), Ok(false))
    })
}

/// The files that this user's shells read.
pub(crate) fn targets(user: &User) -> impl Iterator<Item = (&'static dyn Shell, Target)> {
    SHELLS
        .into_iter()
        .flat_map(move |shell| shell.files(user).into_iter().map(move |it| (shell, it)))
}

/// Plans a line in each of `targets`; answers which were left alone, and why.
pub(crate) fn plan_lines(
    targets: impl Iterator<Item = (&'static dyn Shell, Target)>,
    installation: &Installation,
    plan: &mut Vec<Edit>,
) -> Vec<String> {
    let mut notes = vec![];
    // Two names may lead to one file, and each file gets one line.
    let mut seen = BTreeSet::new();
    for (shell, Target { path, place, kind }) in targets {
        let is_there = path.symlink_metadata().is_ok();
        if kind == Kind::Existing && !is_there {
            continue;
        }
        if let Some(problem) = problem(&path) {
            // What is there is among what the installation leaves out.
            if !is_there {
                notes.push(format!("{problem}: {} is left alone", path.display()));
            }
            continue;
        }
        let line = shell.line(&installation.script(shell.script_name()));
        match look(&path, &line) {
            Err(why) => {
                let login = if logs_in(&path, installation.home()) { LOGIN } else { "" };
                notes.push(format!("{} {why}: left alone{login}", path.display()));
            }
            Ok((file, text)) => {
                if !seen.insert(file.clone()) {
                    continue;
                }
                let alone = kind == Kind::Ours;
                let folder = file.parent().filter(|_| alone);
                plan.extend(folder.map(|folder| Edit::Folder(folder.to_owned())));
                let is_stale = |one: &str| one != line && is_ours(shell, one, installation);
                let stale = line::found(&text, is_stale);
                plan.push(Edit::Line(Line { path: file, line, place, stale, alone }));
            }
        }
    }
    notes
}

/// The file that `path` leads to, or that is to be made, and its text; `Err` says why it gets no line.
fn look(path: &Path, line: &str) -> Result<(PathBuf, Vec<u8>), String> {
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

/// `path` with its links resolved, also where the end of it is not there yet.
fn real(path: &Path) -> Result<PathBuf, String> {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => Ok(real),
        _ if path.is_symlink() => Err("leads nowhere".to_owned()),
        (_, Some(folder), Some(name)) => Ok(real(folder)?.join(name)),
        _ => Ok(path.to_owned()),
    }
}

/// What follows where bash's file for a login shell is left alone.
const LOGIN: &str = "; a login bash reads it and neither .bash_login nor .profile, so it has the preload \
    only if that file sources .bashrc";

/// Whether a login bash reads the file at `path` and none of the others that it might: the first
/// that is there, be it readable or not (bash(1), `run_startup_files` in its shell.c).
fn logs_in(path: &Path, home: &Path) -> bool {
    let files = [".bash_profile", ".bash_login", ".profile"].map(|name| home.join(name));
    files.iter().find(|file| file.exists()).is_some_and(|first| first == path)
}

/// The files that are there and that root leaves alone.
pub(crate) fn left_out(user: &User) -> Vec<LeftOut> {
    let there = targets(user).map(|(_, target)| target.path).filter(|path| path.is_file());
    there.filter_map(|path| Some(LeftOut::new(&path, &problem(&path)?))).collect()
}

/// Why a file must not be replaced or made; `None`: it may. It is asked before anything is read, because a
/// pipe would be waited for.
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
        // Root could, but somebody meant it.
        () if data.mode() & 0o200 == 0 => "is read-only",
        () if data.mode() & 0o400 == 0 => "is unreadable",
        () if data.uid() != me.as_raw() && !me.is_root() => "belongs to another user",
        // Only its members may give it to a new file.
        () if !me.is_root() && groups().all(|group| group.as_raw() != data.gid()) => {
            "belongs to a group that you are not in"
        }
        () if access(file, AccessFlags::W_OK).is_err() => "can't be written to",
        () if data.nlink() > 1 => "has another hard link, which a new file would not have",
        // As containers have it; nothing takes the place of a mount (rename(2)).
        () if is_mount() => "is mounted by itself",
        () => return None,
    })
}
