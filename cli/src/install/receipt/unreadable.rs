//! Why a receipt can't be read, and what to do then.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::SYSTEM;

use crate::error::Error;

/// A receipt that is there and says nothing.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// The disk, or its owner, does not let us.
    Io(io::Error),
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

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// For commands that only look.
impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        let option = |path: &Path| if path.starts_with(SYSTEM) { " --system" } else { "" };
        match unreadable {
            Unreadable::Io(error) => error.into(),
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
