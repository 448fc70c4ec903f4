//! What is said on stderr.

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use crate::os_text;
use crate::sigpipe::quietly;

/// What a process has said: nothing is said twice, however often it happens.
#[derive(Default)]
pub(super) struct Said(Mutex<HashSet<String>>);

/// How many different lines a process says: who has read these knows.
const MOST: usize = 100;

impl Said {
    /// One line, once.
    pub(super) fn once(&self, text: String) {
        // Not written under the lock, which a reader of stderr could make a long one.
        let count = {
            let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if said.len() > MOST || !said.insert(text.clone()) {
                return;
            }
            said.len()
        };
        match count {
            ..=MOST => warn(&text),
            _ => warn("there is more like this, which is not said"),
        }
    }
}

/// One line on stderr, by the descriptor: `sys.stderr` may be the program's own by now. One write,
/// so that lines of several processes stay apart.
pub(super) fn warn(text: &str) {
    // PEP 446: what Python itself opened there, where stderr was closed, is not inheritable.
    if !fcntl(io::stderr(), FcntlArg::F_GETFD).is_ok_and(|flags| flags & libc::FD_CLOEXEC == 0) {
        return;
    }
    let line = format!("cg-plot-capture: {}\n", text.replace('\n', " "));
    // Nobody reads it: then nobody needs to know.
    let _ = quietly(|| io::stderr().write_all(&os_text::to_bytes(&line)));
}
