//! The DevTools protocol as Chromium speaks it on descriptors 3 (commands) and 4 (answers and events):
//! JSON, each message with a NUL behind it.
//! <https://chromedevtools.github.io/devtools-protocol>

use std::io::{BufRead as _, BufReader, PipeReader, PipeWriter, Write as _};
use std::os::fd::AsFd as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use command_fds::{CommandFdExt as _, FdMapping};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use serde_json::{Value, json};

use crate::wait::LONGEST;

/// Browsers that no test has: to start one takes as long as a short test.
static IDLE: Mutex<Vec<DevTools>> = Mutex::new(vec![]);

/// Ends the browsers that no test has.
pub(super) fn end_idle() {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// A browser, and the one page in it that commands go to.
pub(super) struct DevTools {
    process: Child,
    commands: PipeWriter,
    answers: BufReader<PipeReader>,
    last: u64,
    session: Option<String>,
    /// What the page has for itself: storage, downloads.
    pub(super) context: Value,
    /// Each event that has arrived: its name and what it says.
    pub(super) events: Vec<(String, Value)>,
    _profile: tempfile::TempDir,
}

impl DevTools {
    /// A browser with an empty page, which shares nothing with another test's.
    pub(super) fn new(chromium: &Path) -> Self {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut tools = idle.unwrap_or_else(|| Self::start(chromium));
        let made = tools.call("Target.createBrowserContext", json!({})).unwrap();
        tools.context = made["browserContextId"].clone();
        let target = json!({"url": "about:blank", "browserContextId": tools.context});
        let page = tools.call("Target.createTarget", target).unwrap();
        let target = json!({"targetId": page["targetId"], "flatten": true});
        let session = tools.call("Target.attachToTarget", target).unwrap();
        tools.session = session["sessionId"].as_str().map(str::to_owned);
        tools.events.clear();
        tools
    }

    /// Closes the page and keeps the browser for another test.
    pub(super) fn leave(mut self) {
        self.session = None;
        let context = json!({"browserContextId": self.context});
        if self.call("Target.disposeBrowserContext", context).is_ok() {
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
        }
    }

    fn start(chromium: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (from, commands) = std::io::pipe().unwrap();
        let (answers, to) = std::io::pipe().unwrap();
        let mut command = Command::new(chromium);
        command.args(["--headless=new", "--remote-debugging-pipe", "--no-first-run"]);
        command.args(["--hide-scrollbars", "--disable-background-networking"]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        // Its sandbox refuses root, which tests in containers are.
        if nix::unistd::geteuid().is_root() {
            command.arg("--no-sandbox");
        }
        let ends = [(from.into(), 3), (to.into(), 4)].map(
            |(end, child_fd): (std::os::fd::OwnedFd, i32)| FdMapping { parent_fd: end, child_fd },
        );
        command.fd_mappings(ends.into()).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().unwrap();
        // With it go our copies of the browser's ends, so that its death is seen.
        drop(command);
        let answers = BufReader::new(answers);
        let (last, session, context, events) = (0, None, Value::Null, vec![]);
        Self { process, commands, answers, last, session, context, events, _profile: profile }
    }

    /// Gives a command; its answer, or what the browser has against it.
    pub(super) fn call(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last += 1;
        let mut command = json!({"id": self.last, "method": method, "params": params});
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        self.commands.write_all(format!("{command}\0").as_bytes()).unwrap();
        loop {
            let mut message = self.message(method);
            if message["id"] == self.last {
                return match message.get("error") {
                    Some(error) => Err(error.to_string()),
                    None => Ok(message["result"].take()),
                };
            }
            if let Some(name) = message["method"].as_str() {
                self.events.push((name.to_owned(), message["params"].take()));
            }
        }
    }

    fn message(&mut self, awaited: &str) -> Value {
        if self.answers.buffer().is_empty() {
            let mut ready = [PollFd::new(self.answers.get_ref().as_fd(), PollFlags::POLLIN)];
            let timeout = PollTimeout::try_from(LONGEST).unwrap();
            assert_eq!(poll(&mut ready, timeout), Ok(1), "no answer to {awaited}");
        }
        let mut message = vec![];
        self.answers.read_until(0, &mut message).unwrap();
        assert_eq!(message.pop(), Some(0), "the browser has ended before {awaited}");
        serde_json::from_slice(&message).unwrap()
    }
}

impl Drop for DevTools {
    fn drop(&mut self) {
        // It ends its own processes, which a kill of the first one would leave a moment.
        let _ = self.commands.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = std::io::copy(&mut self.answers, &mut std::io::sink());
        let _ = self.process.wait();
    }
}
