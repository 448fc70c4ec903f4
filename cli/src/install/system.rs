//! `--system`: the machine's own installation, which root makes for every user.
//!
//! It uses `/etc/ld.so.preload` instead of shell files, and checks more, because every program of
//! the machine reads that file, including those with root's rights.

mod loader;
pub(crate) mod trial;

use std::path::{Path, PathBuf};

use cg_plot_capture::settings::SYSTEM;

use crate::edit::{Edit, LineEdit, LinePosition, line};
use crate::error::{Error, Result};
use crate::file;
use crate::install::Installation;
use crate::install::shell::{FileCreation, SHELLS, ShellFile};
use crate::install::startup;
use crate::install::trust;

/// The machine's list of preloads (ld.so(8)).
pub(crate) const PRELOADS: &str = "/etc/ld.so.preload";

/// The scripts that login shells read, for machines whose libc does not read [`PRELOADS`].
const PROFILES: &str = "/etc/profile.d";

/// The machine's installation, for root only. The error for other users names the `command` that
/// root types.
pub(crate) fn as_root(command: fn(bool) -> String) -> Result<Installation> {
    match nix::unistd::geteuid().is_root() {
        true => Ok(Installation::system()),
        false => Err(Error::new("--system changes the whole machine, which only root may do")
            .hint(command(true))),
    }
}

/// Returns an error if other users may write to the place of the library, which root's programs
/// would load, or if the list of preloads is not a plain file.
pub(crate) fn check(installation: &Installation) -> Result<()> {
    for path in [installation.folder(), Path::new(PRELOADS)] {
        if let Some(problem) = trust::problem(path) {
            let message =
                format!("{} cannot hold a preload for every user: {problem}", path.display());
            return Err(Error::new(message).hint("let root alone own it and write to it"));
        }
    }
    if let Some(loader) = loader::foreign() {
        let loader = loader.display();
        let message =
            format!("programs of another architecture run here, by {loader}: they would complain");
        return Err(Error::new(message).hint("enable without --system, for each user, spares them"));
    }
    let link = Path::new(PRELOADS).is_symlink().then_some("is a link");
    match link.or_else(|| startup::obstacle(Path::new(PRELOADS))) {
        Some(why) => Err(Error::new(format!("{PRELOADS} {why}: left alone"))
            .hint("enable without --system, for each user, does without it")),
        None => Ok(()),
    }
}

/// What is wrong with the installation that is enabled; `None` if nothing is.
pub(crate) fn problem(installation: &Installation) -> Option<String> {
    if !installation.preload().exists() {
        return Some("another version is enabled for every user".into());
    }
    let line = installation.preload().to_string_lossy().into_owned();
    let is_there = line::has(&preloads(), &line);
    (!is_there).then(|| format!("our line is gone from {PRELOADS}"))
}

/// Plans the edit that brings the preload into every process. It comes last and so is undone first,
/// because the list must never name a missing file. Returns a note if a file was left alone.
pub(crate) fn plan_preload(
    installation: &Installation,
    no_shell: bool,
    plan: &mut Vec<Edit>,
) -> Vec<String> {
    let mut notes = vec![];
    if !no_shell && loader::is_musl() && Path::new(PROFILES).is_dir() {
        plan.extend(startup::scripts(installation));
        let profile =
            ShellFile { path: profile(), place: LinePosition::End, creation: FileCreation::Ours };
        notes = startup::plan_lines([(SHELLS[0], profile)].into_iter(), installation, plan);
    }
    let line = installation.preload().to_string_lossy().into_owned();
    let stale = line::found(&preloads(), |one| one != line && is_entry(one));
    let (path, place) = (PRELOADS.into(), LinePosition::Entry);
    plan.push(Edit::Line(LineEdit { path, line, place, stale, alone: true }));
    notes
}

/// The file of ours that login shells read if the libc does not read the list.
pub(crate) fn profile() -> PathBuf {
    Path::new(PROFILES).join("cg-plot-capture.sh")
}

/// Whether a line of the list names a payload of the machine's installation, of any version.
pub(crate) fn is_entry(line: &str) -> bool {
    let rest = line.strip_prefix(SYSTEM).and_then(|rest| rest.strip_prefix("/payload-"));
    let name = rest.and_then(|rest| rest.strip_suffix("/libcg_plot_inject.so"));
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A note that an entry of ours is on a line with other entries, where we can't remove it.
pub(crate) fn shared_entry() -> Option<String> {
    let list = preloads();
    let list = String::from_utf8_lossy(&list);
    // A # starts a comment.
    let lines = list.lines().map(str::trim).filter_map(|line| line.split('#').next());
    let mut others =
        lines.filter(|line| !is_entry(line)).flat_map(|line| line.split([' ', '\t', ':']));
    others.any(is_entry).then(|| {
        format!("{PRELOADS} names our library in a line with others: left, remove it by hand")
    })
}

/// The problem that the list has an entry without an installation; `None` if it has none. `disable
/// --system` removes such an entry.
pub(crate) fn orphaned_entry() -> Option<String> {
    let list = preloads();
    let list = String::from_utf8_lossy(&list);
    let entry = list.lines().map(str::trim).find(|line| is_entry(line))?;
    let gone = !Path::new(entry).exists() && !Installation::system().receipt().exists();
    gone.then(|| format!("{PRELOADS} names {entry}, which is gone: every program complains"))
}

/// Whether a login shell of any user may have the preload in its environment.
pub(crate) fn is_sourced(installation: &Installation) -> bool {
    installation.is_system() && loader::is_musl()
}

/// The content of the list of preloads; empty if there is none.
pub(crate) fn preloads() -> Vec<u8> {
    file::content(Path::new(PRELOADS)).unwrap_or_default()
}
