//! Checks the files that `enable` has written: that they are whole, that nobody else may write to
//! them, and that this shell names the preload.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::Uid;

use crate::diagnosis::enabled::Enabled;
use crate::diagnosis::{Check, others};
use crate::edit::Record;
use crate::error::Result;
use crate::install::Installation;
use crate::install::interpreter::{FoundInterpreters, Interpreter};
use crate::install::live_processes;
use crate::install::orphans::{KnownEdits, has_own};
use crate::install::shell;
use crate::install::slot;
use crate::install::suggest;
use crate::install::system;
use crate::install::trust;
use crate::payload;
use crate::quote::quote;

/// Checks the files of `installation`, the user's own, and of the machine's. With `is_wanted` it is
/// a problem if neither is enabled.
pub(crate) fn check(
    installation: &Installation,
    own: Option<&Enabled>,
    machine: Option<&Enabled>,
    found: &FoundInterpreters,
    is_wanted: bool,
) -> Result<Vec<Check>> {
    // If the user's own installation is enabled, the commands are for that, because this user can
    // repair it.
    let is_machines = own.is_none() && machine.is_some();
    let mut left = vec![];
    if own.is_none() {
        left.extend(orphans(installation, &found.interpreters)?);
    }
    if trust::applies() {
        left.extend(orphans(&Installation::system(), &found.interpreters)?);
    }
    if left.is_empty() {
        left.extend(system::orphaned_entry().map(|what| (what, suggest::disable(true))));
    }
    let nothing_left = found.nothing_left();
    let nothing_left =
        nothing_left.map(|(what, program)| (what, suggest::enable_for(is_machines, program)));
    let mut checks = vec![];
    if is_wanted && own.is_none() && machine.is_none() && left.is_empty() {
        let text = "not enabled: only programs that choose its backend deliver";
        let command = nothing_left.as_ref().map(|(_, command)| command.clone());
        let command = command.unwrap_or_else(|| suggest::enable(false));
        checks.push(Check::problem("the capture", text, command));
    }
    let problem = |(what, command)| Check::problem("the capture", what, command);
    checks.extend(left.into_iter().map(problem));
    if let Some(machine) = machine {
        let folder = machine.installation.folder().display();
        let settings = if own.is_some() { "; your own settings win" } else { "" };
        let text = format!("enabled in {folder}, by {}{settings}", system::PRELOADS);
        let note = Check::note("the capture for every user", text);
        checks.push(note.with("to undo it", machine.undo_command()));
        checks.extend(in_place(machine));
    }
    checks.extend(own.into_iter().flat_map(in_place));
    checks.extend(gone());
    let other = |text| Check::note("another installation", text);
    checks.extend(others::sourced(installation).into_iter().map(other));
    checks.extend(own.and_then(preload));
    checks.extend(stubs(installation, own.map(|_| installation.payload()).as_ref()));
    checks.extend(nothing_left.map(|(what, command)| Check::problem("Python", what, command)));
    Ok(checks)
}

/// What is left of an installation that no receipt records, and the command to type.
fn orphans(
    installation: &Installation,
    interpreters: &[Interpreter],
) -> Result<Option<(String, String)>> {
    let known = KnownEdits::of(installation, || interpreters.to_vec())?;
    let Some(known) = known.filter(|known| known.note.is_some()) else { return Ok(None) };
    let (folder, has_own) = (installation.folder().display(), has_own(installation)?);
    let own = has_own.then(|| format!("{folder} is left, without its receipt"));
    let files = known.receipt.records.iter().filter(|one| !matches!(one, Record::Folder { .. }));
    let files: Vec<String> = files.map(|one| one.path().display().to_string()).collect();
    let left = format!("an earlier enable has left files or lines of ours: {}", files.join(", "));
    let left = (!files.is_empty()).then_some(left);
    let what: Vec<String> = own.into_iter().chain(left).chain(known.by_hand).collect();
    let command = match has_own {
        true => suggest::enable(installation.is_system()),
        false => suggest::disable(installation.is_system()),
    };
    Ok((!what.is_empty()).then(|| (what.join("; "), command)))
}

/// Checks what is gone of an installation, and whether its payload is whole and safe.
fn in_place(one: &Enabled) -> Vec<Check> {
    let mut checks = vec![];
    let mut problem =
        |text, command| checks.push(Check::problem("the installation", text, command));
    if !one.damage.is_empty() {
        problem(one.damage.join("; "), one.repair_command());
    }
    for module in &one.edited {
        let [from, to] = ["", ".edited"].map(|end| quote(format!("{}{end}", module.display())));
        problem(slot::edited(module), format!("mv {from} {to}; {}", one.repair_command()));
    }
    match one.scope.gone() {
        Some((gone, true)) => {
            problem(gone, suggest::enable_another(one.installation.is_system()));
        }
        Some((gone, false)) => checks.push(Check::note("the installation", gone)),
        None => {}
    }
    checks.extend(payload(one));
    checks
}

/// Checks the payload, unless it is reported as gone.
fn payload(one: &Enabled) -> Option<Check> {
    let payload = one.installation.payload();
    if !payload::preload(&payload).exists() {
        return None;
    }
    let subject = format!("the payload {}", payload.display());
    if !payload::is_whole(&payload).unwrap_or_default() {
        return Some(Check::problem(subject, "it is damaged", one.repair_command()));
    }
    let Some(path) = open_to_others(&payload) else {
        return Some(Check::good(subject, "whole, and nobody else may write to it"));
    };
    let me = nix::unistd::geteuid();
    let owner = std::fs::metadata(&path).map(|data| Uid::from_raw(data.uid()));
    let text = format!("others may write to {}, and so run code as you", path.display());
    Some(match owner {
        Ok(owner) if owner == me || owner.is_root() => {
            let sudo = suggest::sudo(owner != me);
            Check::problem(subject, text, format!("{sudo}chmod go-w {}", quote(&path)))
        }
        _ if me.is_root() => Check::problem(subject, text, format!("chown 0 {}", quote(&path))),
        // Nothing that this user can type changes it.
        _ => Check::note(
            subject,
            format!("{} is another user's, who may put other code there", path.display()),
        ),
    })
}

/// The preloads of earlier installations.
fn stubs(installation: &Installation, current: Option<&PathBuf>) -> Vec<Check> {
    let payloads = installation.payloads().unwrap_or_default().into_iter();
    let old = payloads.filter(|old| Some(old) != current && payload::preload(old).exists());
    let text = match current {
        Some(_) => "left, inert, while a live process names it; the next enable removes it",
        None => "left, inert, while a live process names it; status removes it once none does",
    };
    old.map(|old| Check::note(old.display().to_string(), text)).collect()
}

/// The preloads of ours that `LD_PRELOAD` names here although they are gone.
fn gone() -> Vec<Check> {
    let value = std::env::var("LD_PRELOAD").unwrap_or_default();
    let entries = value.split([':', ' ']).filter(|entry| entry.ends_with("/libcg_plot_inject.so"));
    let gone = entries.filter(|entry| !Path::new(entry).exists());
    gone.map(|entry| {
        let text = format!("it names {entry}, which is gone: every program complains of that");
        Check::problem("LD_PRELOAD here", text, "unset LD_PRELOAD")
    })
    .collect()
}

/// Whether programs of this shell have the preload of the user's own installation.
fn preload(own: &Enabled) -> Option<Check> {
    let subject = "LD_PRELOAD here";
    if live_processes::here(&own.installation) {
        return Some(Check::good(subject, "programs of this shell have the preload"));
    }
    let text = match own.brings_preload() {
        true => "programs of this shell have the hook only, those of a new one the preload too",
        false => "programs of this shell have the hook only, and no shell file brings the preload",
    };
    let source = shell::source(&own.installation);
    own.installation.preloadable().then(|| Check::note(subject, text).with("in this one", source))
}

/// The first folder or file on the path to the payload, or in it, that others may change.
fn open_to_others(payload: &Path) -> Option<PathBuf> {
    if trust::applies() {
        return trust::problem_within(payload).map(|problem| problem.path().to_owned());
    }
    let within = [payload::preload(payload), payload::package(payload)];
    let above = payload.ancestors().map(Path::to_owned);
    within.into_iter().chain(above).find(|path| {
        let Ok(data) = std::fs::metadata(path) else { return false };
        let sticky = data.is_dir() && data.mode() & 0o1000 != 0;
        // Group write is allowed above the payload, because users often have a group of their own
        // (umask 002). We made the payload without it.
        let bits = if path.starts_with(payload) { 0o022 } else { 0o002 };
        !ours(&data) || (data.mode() & bits != 0 && !sticky)
    })
}

/// Whether a file belongs to this user, or to root, who may do anything anyway.
fn ours(data: &Metadata) -> bool {
    data.uid() == nix::unistd::geteuid().as_raw() || data.uid() == 0
}
