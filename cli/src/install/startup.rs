//! The start-up files of shells: what is planned for each, and which must be left alone.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::edit::{Edit, Line, line};
use crate::error::Result;
use crate::file::{Snapshot, folder_writable};
use crate::install::Installation;
use crate::install::shell::{Kind, MARK, SHELLS, Shell, Target, User, unclosed};
use crate::install::trust::{LeftOut, problem};
use crate::quote::quote;

/// The scripts, for whoever sources them.
pub(crate) fn scripts(installation: &Installation) -> impl Iterator<Item = Edit> {
    let [preload, folder] = [&installation.preload(), installation.folder()].map(quote);
    SHELLS.into_iter().map(move |shell| {
        let script = shell.script().replace("@PRELOAD@", &preload).replace("@FOLDER@", &folder);
        own(installation.script(shell.script_name()), script)
    })
}

fn own(path: PathBuf, text: String) -> Edit {
    Edit::File { path, bytes: text.into_bytes(), mode: 0o644, derived: None }
}

/// Whether a line sources a script of this installation, or one of ours that is gone.
pub(crate) fn is_ours(shell: &dyn Shell, line: &str, installation: &Installation) -> bool {
    shell.sourced(line).is_some_and(|script| {
        script == installation.script(shell.script_name())
            || matches!(script.try_exists(), Ok(false))
    })
}

/// Plans a file of ours alone, and the scripts, for POSIX shells that read it; answers why not.
pub(crate) fn plan_profile(
    path: &Path,
    installation: &Installation,
    plan: &mut Vec<Edit>,
) -> Result<Option<String>> {
    plan.extend(scripts(installation));
    let shell = SHELLS[0];
    plan_own(path, &shell.line(&installation.script(shell.script_name())), plan)
}

/// Plans the lines; answers which files were left alone, and why.
pub(crate) fn plan_lines(
    user: &User,
    installation: &Installation,
    plan: &mut Vec<Edit>,
) -> Result<Vec<String>> {
    let mut notes = vec![];
    // Two names may lead to one file, and each file gets one line.
    let mut seen = BTreeSet::new();
    for shell in SHELLS {
        let line = shell.line(&installation.script(shell.script_name()));
        for Target { path, kind } in shell.files(user) {
            let (place, wanted) = match kind {
                Kind::Existing(place) => (place, false),
                Kind::Wanted(place) => (place, true),
                Kind::Ours => {
                    notes.extend(plan_own(&path, &line, plan)?);
                    continue;
                }
            };
            let file = match path.canonicalize() {
                Ok(file) => file,
                Err(_) if path.is_symlink() => {
                    notes.push(format!("{} leads nowhere: left alone", path.display()));
                    continue;
                }
                Err(_) if wanted => path.clone(),
                Err(_) => continue,
            };
            if !seen.insert(file.clone()) {
                continue;
            }
            // It, or the home, is among what the installation leaves out.
            if problem(&path).is_some() {
                continue;
            }
            let text = Snapshot::of(&file).ok().flatten().map_or(vec![], |file| file.bytes);
            let is_here = line::has(&text, &line);
            let unclosed = unclosed(&text).filter(|_| !is_here);
            let obstacle = obstacle(&file).map(str::to_owned);
            match obstacle.or_else(|| Some(format!("ends within {}", unclosed?))) {
                Some(why) => {
                    let login = if logs_in(&path, user) { LOGIN } else { "" };
                    notes.push(format!("{} {why}: left alone{login}", file.display()));
                }
                None => {
                    let is_stale = |one: &str| one != line && is_ours(shell, one, installation);
                    let stale = line::found(&text, is_stale);
                    plan.push(Edit::Line(Line { path: file, line: line.clone(), place, stale }));
                }
            }
        }
    }
    Ok(notes)
}

/// What follows where bash's file for a login shell is left alone.
const LOGIN: &str = "; a login bash reads it and neither .bash_login nor .profile, so it has the preload \
    only if that file sources .bashrc";

/// Whether a login bash reads the file at `path` and none of the others that it might: the first
/// that is there, be it readable or not (bash(1), `run_startup_files` in its shell.c).
fn logs_in(path: &Path, user: &User) -> bool {
    let files = [".bash_profile", ".bash_login", ".profile"].map(|name| user.home.join(name));
    files.iter().find(|file| file.exists()).is_some_and(|first| first == path)
}

fn plan_own(path: &Path, line: &str, plan: &mut Vec<Edit>) -> Result<Option<String>> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    if let Some(problem) = problem(path) {
        return Ok(Some(format!("{problem}: {} is left alone", path.display())));
    }
    let there = Snapshot::of(path)?;
    if there.is_some_and(|there| !there.bytes.trim_ascii_end().ends_with(MARK.as_bytes())) {
        return Ok(Some(format!("{} is not ours: left alone", path.display())));
    }
    let parent = if folder.is_dir() { folder } else { folder.parent().unwrap_or(folder) };
    if !folder_writable(parent) {
        return Ok(Some(format!("{} is read-only: left alone", parent.display())));
    }
    plan.push(Edit::Folder(folder.to_owned()));
    plan.push(own(path.to_owned(), format!("{line}\n")));
    Ok(None)
}

/// The files that are there and that root leaves alone.
pub(crate) fn left_out(user: &User) -> Vec<LeftOut> {
    let targets = SHELLS.iter().flat_map(|shell| shell.files(user));
    let there = targets.map(|target| target.path).filter(|path| path.is_file());
    there.filter_map(|path| Some(LeftOut::new(&path, &problem(&path)?))).collect()
}

/// Why a file must not be replaced; `None`: it may.
pub(crate) fn obstacle(file: &Path) -> Option<&'static str> {
    let parent = file.parent().unwrap_or(Path::new("/"));
    if file.to_str().is_none() {
        return Some("is not UTF-8");
    }
    if !folder_writable(parent) {
        return Some("is in a read-only folder");
    }
    let data = std::fs::metadata(file).ok()?;
    let me = nix::unistd::geteuid();
    if !data.is_file() {
        Some("is not a file")
    } else if data.mode() & 0o200 == 0 {
        // Root could, but somebody meant it.
        Some("is read-only")
    } else if data.mode() & 0o400 == 0 {
        Some("is unreadable")
    } else if data.uid() != me.as_raw() && !me.is_root() {
        Some("belongs to another user")
    } else if data.nlink() > 1 {
        Some("has another hard link, which a new file would not have")
    } else {
        None
    }
}
