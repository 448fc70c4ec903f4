//! Reads the receipt of an installation, if we may trust it, and says why it can't be read.
//!
//! A folder that we made stays recorded as long as something recorded below it does. If a record's
//! folder is somebody else's and is gone (a disk that is not mounted), `enable` keeps the record.
//! `disable` reports and drops it, because otherwise it would be kept forever if an interpreter was
//! uninstalled.

use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::SYSTEM;
use nix::unistd::{Uid, User};

use crate::edit::{self, ReceiptError, Record};
use crate::error::Error;
use crate::file;
use crate::install::Installation;
use crate::install::scope::Scope;
use crate::install::shell::MARK;
use crate::install::suggest;
use crate::install::trust::{self, Problem};
use crate::quote::quote;

/// The receipt of an installation, whose metadata is the scope.
pub(crate) type Receipt = edit::EditReceipt<Scope>;

/// Why a receipt that exists can't be used.
#[derive(Debug)]
pub(crate) enum UnreadableReceipt {
    /// The disk, or the owner of the file, does not allow it; the error names the path.
    Io(PathBuf, io::Error),
    /// We are root, and another user may have written it.
    Foreign(Problem),
    /// Another version wrote it. The second path is that version's command, which can read it.
    OtherVersion(PathBuf, PathBuf),
    /// It is the receipt of the second path, which was moved or copied. Its scope is still valid.
    Moved(PathBuf, PathBuf, Scope),
    /// It is not a valid receipt, with the reason.
    Damaged(PathBuf, String),
}

/// Reads the receipt of an installation; `None` if there is none.
pub(crate) fn read(installation: &Installation) -> Result<Option<Receipt>, UnreadableReceipt> {
    let path = installation.receipt();
    // We do what the receipt says, so that as root we read none that another user may have written.
    if let Some(problem) = trust::problem(&path).filter(|_| path.exists()) {
        return Err(UnreadableReceipt::Foreign(problem));
    }
    let text = match file::read(&path) {
        Ok(Some(text)) => text,
        Ok(None) if path.exists() => {
            return Err(UnreadableReceipt::Damaged(path, "it is not a file".into()));
        }
        Ok(None) => return Ok(None),
        Err(error) => return Err(UnreadableReceipt::Io(path, error)),
    };
    match Receipt::parse(&text, installation.folder(), can_be_ours) {
        Ok(receipt) => Ok(Some(receipt)),
        Err(ReceiptError::OtherFormat) => Err(of_another_version(installation)),
        Err(ReceiptError::Moved(from, scope)) => Err(UnreadableReceipt::Moved(path, from, scope)),
        Err(ReceiptError::Damage(why)) => Err(UnreadableReceipt::Damaged(path, why)),
    }
}

/// Reads the receipt if it is of an enabled installation, and not of a stub that is left.
pub(crate) fn read_enabled(
    installation: &Installation,
) -> Result<Option<Receipt>, UnreadableReceipt> {
    Ok(read(installation)?.filter(|receipt| is_enabled(installation, receipt)))
}

/// The scope of an earlier `enable`, if it is known.
pub(crate) fn scope(installation: &Installation) -> Option<Scope> {
    match read_enabled(installation) {
        Ok(receipt) => receipt.map(|receipt| receipt.metadata),
        Err(UnreadableReceipt::Moved(.., scope)) => Some(scope),
        Err(_) => None,
    }
}

/// Whether the installation whose receipt is `receipt` is enabled.
pub(crate) fn is_enabled(installation: &Installation, receipt: &Receipt) -> bool {
    !receipt.records.is_empty() || installation.own_files().next().is_some()
}

/// Whether a line can be ours. In the list of preloads, which has no comments, ours is a path.
fn can_be_ours(line: &str) -> bool {
    line.ends_with(MARK) || Path::new(line).starts_with(SYSTEM)
}

/// The error for a receipt of another format. If the copy of the command beside it is this
/// version's, the receipt is damaged.
fn of_another_version(installation: &Installation) -> UnreadableReceipt {
    let command = installation.command();
    let [kept, own] = [&*command, Path::new("/proc/self/exe")].map(std::fs::read);
    match (kept, own) {
        (Ok(kept), Ok(own)) if kept != own => {
            UnreadableReceipt::OtherVersion(installation.receipt(), command)
        }
        _ => UnreadableReceipt::Damaged(installation.receipt(), "it is of an unknown form".into()),
    }
}

/// The edits that bring the preload into new processes.
pub(crate) fn preloading(receipt: &Receipt) -> impl Iterator<Item = &Record> {
    receipt.records.iter().filter(|record| matches!(record, Record::Line { .. }))
}

/// The note that an installation was moved or copied from `from`.
pub(crate) fn was_moved(from: &Path) -> String {
    format!("it was enabled in {}, and was moved or copied since", from.display())
}

/// The hint if permissions of a file, or of somebody else's folder, stop us.
fn permission_hint(path: &Path) -> Option<String> {
    let mine = nix::unistd::geteuid().as_raw();
    let owners = [path.parent()?, path].map(|one| (one, std::fs::metadata(one).map(|it| it.uid())));
    let mut known = owners.iter().filter_map(|(one, owner)| Some((*one, *owner.as_ref().ok()?)));
    let Some((closed, owner)) = known.clone().find(|(_, owner)| *owner != mine) else {
        return Some(format!("chmod u+rwX {}", quote(known.next_back()?.0)));
    };
    let user = User::from_uid(Uid::from_raw(owner)).ok().flatten();
    let owner = user.map_or_else(|| format!("user {owner}"), |user| user.name);
    let home = quote(etcetera::home_dir().unwrap_or_default());
    Some(format!("{} belongs to {owner}: do it as that user, with HOME={home}", closed.display()))
}

/// The error for commands that change nothing.
impl From<UnreadableReceipt> for Error {
    fn from(unreadable: UnreadableReceipt) -> Self {
        match unreadable {
            UnreadableReceipt::Io(path, error) => {
                let is_denied = error.kind() == ErrorKind::PermissionDenied;
                let hint = is_denied.then(|| permission_hint(&path)).flatten();
                hint.into_iter().fold(Self::from(error), Self::hint)
            }
            UnreadableReceipt::Foreign(problem) => {
                Self::new(problem).hint("let root alone own it and write to it")
            }
            UnreadableReceipt::OtherVersion(path, command) => {
                let message = format!("cannot read {}: another version wrote it", path.display());
                let option = if path.starts_with(SYSTEM) { " --system" } else { "" };
                let command = quote(command);
                Self::new(message).hint(format_args!("use that one: {command} disable{option}"))
            }
            UnreadableReceipt::Moved(path, from, _) => {
                let message = format!("{}: {}", path.display(), was_moved(&from));
                Self::new(message).hint(format_args!("{} fixes it", suggest::enable(false)))
            }
            UnreadableReceipt::Damaged(path, why) => {
                let message = format!("cannot read {}: it is damaged ({why})", path.display());
                let system = path.starts_with(SYSTEM);
                let (enable, disable) = (suggest::enable(system), suggest::disable(system));
                Self::new(message).hint(format_args!(
                    "{enable} fixes it; {disable} takes back files that are recognisably ours"
                ))
            }
        }
    }
}
