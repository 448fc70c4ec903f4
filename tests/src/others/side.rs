//! One run of a subject: plain, or captured in some way.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::harness::give;
use crate::others::ground::{Ground, Way};
use crate::others::outcome::{Outcome, Outcomes, add, read};
use crate::others::subject::{Subject, made, xml};

/// The name under which the outcome of the process itself stands among those of its tests.
pub const PROCESS: &str = "(the process)";

/// How long a subject may take.
const LIMIT: Duration = Duration::from_secs(900);

/// What came of it.
#[derive(Debug)]
pub struct Run {
    /// By the tests' names.
    pub outcomes: Outcomes,
    /// How long it took.
    pub seconds: f64,
}

/// Runs `subject` in new folders, in a session of its own; `channel`: somebody listens at 3. What
/// it says is kept in `log`.
pub fn run(ground: &Ground, subject: &Subject, way: Option<Way>, channel: bool, log: &Path) -> Run {
    let folder = tempfile::Builder::new().prefix("cg-others-").tempdir().unwrap();
    let mut command = ground.command(subject.packages(), way);
    for (name, variable) in [("home", "HOME"), ("tmp", "TMPDIR"), ("work", "PWD")] {
        fs_err::create_dir(folder.path().join(name)).unwrap();
        command.env(variable, folder.path().join(name));
    }
    command.env("LANG", "C.UTF-8").current_dir(folder.path().join("work"));
    subject.ask(&mut command, folder.path());
    if channel {
        give(&mut command, HARNESS.try_clone().unwrap());
    }
    let said = fs_err::File::create(log).unwrap().into_parts().0;
    command.stdin(Stdio::null()).stderr(said.try_clone().unwrap()).stdout(said);
    let start = Instant::now();
    let ended = wait(session(&mut command));
    let seconds = start.elapsed().as_secs_f64();
    let mut outcomes = match fs_err::read_to_string(xml(folder.path())) {
        Ok(xml) => {
            // It says why a test failed.
            fs_err::write(log.with_extension("xml"), &xml).unwrap();
            read(&xml).unwrap()
        }
        Err(_) => Outcomes::new(),
    };
    if made(folder.path()).exists() {
        files(&made(folder.path()), &made(folder.path()), &mut outcomes);
    }
    add(&mut outcomes, PROCESS, ended);
    Run { outcomes, seconds }
}

/// The writing end of a pipe that is read for as long as this program lives: a process that a test
/// leaves behind holds up nobody.
static HARNESS: LazyLock<OwnedFd> = LazyLock::new(|| {
    let (mut reader, writer) = std::io::pipe().unwrap();
    std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while reader.read(&mut buffer).is_ok_and(|count| count > 0) {}
    });
    writer.into()
});

fn session(command: &mut Command) -> Child {
    // SAFETY: setsid(2) is async-signal-safe.
    unsafe {
        command.pre_exec(|| Ok(nix::unistd::setsid().map(drop)?));
    }
    command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn wait(mut child: Child) -> Outcome {
    let end = Instant::now() + LIMIT;
    let ended = loop {
        match child.try_wait().unwrap() {
            Some(status) => {
                break Outcome::Exit(status.code().unwrap_or_else(|| -status.signal().unwrap()));
            }
            None if Instant::now() > end => break Outcome::Timeout,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    // Whatever of the session is left.
    let _ = killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL);
    let _ = child.wait();
    ended
}

/// Notes each file below `folder`, and for those that are the same each time also the content:
/// compilers and pip write the names of temporary folders into others.
fn files(root: &Path, folder: &Path, outcomes: &mut Outcomes) {
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, outcomes);
            continue;
        }
        let mut hasher = DefaultHasher::new();
        if path.extension().is_some_and(|suffix| suffix == "py") {
            fs_err::read(&path).unwrap().hash(&mut hasher);
        }
        let name = path.strip_prefix(root).unwrap().display().to_string();
        add(outcomes, &name, Outcome::Content(hasher.finish()));
    }
}
