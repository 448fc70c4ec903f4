//! Why a receipt can't be read, and what to do then.

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::SYSTEM;
use nix::unistd::{Uid, User};

use crate::error::Error;
use crate::install::remedy::quote;
use crate::install::trust::Problem;

/// A receipt that is there and says nothing.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// The disk, or its owner, does not let us.
    Io {
        /// The receipt.
        path: PathBuf,
        /// What the system says; it names the path.
        error: io::Error,
    },
    /// We are root, and others may have written it.
    Foreign(Problem),
    /// A version's whose command is there and knows more than we do.
    Another {
        /// The receipt.
        path: PathBuf,
        /// That command.
        command: PathBuf,
    },
    /// It is no receipt.
    Damaged {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
        /// What it holds.
        text: Vec<u8>,
    },
}

impl Unreadable {
    pub(super) fn damaged(path: &Path, why: &impl Display, text: Vec<u8>) -> Self {
        Self::Damaged { path: path.to_owned(), why: why.to_string(), text }
    }

    /// One of another form, unless it is our own copy that is kept beside it: then that is damage too.
    pub(super) fn of_another_version(path: &Path, text: Vec<u8>) -> Self {
        let command = path.with_file_name("bin/cg-plot-capture");
        let [kept, own] = [&*command, Path::new("/proc/self/exe")].map(std::fs::read);
        match (kept, own) {
            (Ok(kept), Ok(own)) if kept != own => Self::Another { path: path.to_owned(), command },
            _ => Self::damaged(path, &"it is of an unknown form", text),
        }
    }
}

/// What to do where somebody else's folder does not let us in.
fn denied(folder: &Path) -> Option<String> {
    let owner = std::fs::metadata(folder).ok()?.uid();
    if owner == nix::unistd::geteuid().as_raw() {
        return None;
    }
    let user = User::from_uid(Uid::from_raw(owner)).ok().flatten();
    let owner = user.map_or_else(|| format!("user {owner}"), |user| user.name);
    let home = std::env::home_dir().unwrap_or_default();
    Some(format!(
        "{} belongs to {owner}: do it as that user, with HOME={}",
        folder.display(),
        quote(&home.to_string_lossy())
    ))
}

/// For commands that only look.
impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        let option = |path: &Path| if path.starts_with(SYSTEM) { " --system" } else { "" };
        match unreadable {
            Unreadable::Io { path, error } => {
                let hint = path.parent().filter(|_| error.kind() == ErrorKind::PermissionDenied);
                let hint = hint.and_then(denied);
                hint.into_iter().fold(Self::from(error), Self::hint)
            }
            Unreadable::Foreign(problem) => {
                Self::new(problem).hint("let root alone own it and write to it")
            }
            Unreadable::Another { path, command } => {
                let message = format!("cannot read {}: it is another version's", path.display());
                let command = command.display();
                Self::new(message)
                    .hint(format_args!("use that one: {command} disable{}", option(&path)))
            }
            Unreadable::Damaged { path, why, .. } => {
                let message = format!("cannot read {}: it is damaged ({why})", path.display());
                let option = option(&path);
                Self::new(message).hint(format_args!(
                    "cg-plot-capture disable{option} takes back what is recognisably ours"
                ))
            }
        }
    }
}
