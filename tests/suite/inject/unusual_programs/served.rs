//! A server with a Python in it, which forks and has threads: uWSGI.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::process::ExitStatus;

use cg_plot_capture_tests::matplotlib::try_venv_with;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{Setup, outcome};

/// It has no wheels, and is built for the interpreter whose library it is linked to.
const PACKAGES: [&str; 2] = ["uwsgi", "--no-binary=uwsgi"];

/// What is asked of it at the same time; each shows a figure.
const ASKED: [&str; 6] = ["/1", "/2", "/3", "/4", "/5", "/child"];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    // To build it takes a minute, at the start of the tests: it is tried where all of them are wanted.
    if !tests_all() {
        return;
    }
    let uwsgi = || {
        tool("gcc")?;
        let made = try_venv_with(&Interpreter::newest()?, &PACKAGES);
        let why = |why: String| format!("no uWSGI: {}", why.lines().last().unwrap_or_default());
        Ok(made.map_err(why)?.with_file_name("uwsgi"))
    };
    let name = "uWSGI with workers and threads is as without us, and delivers";
    setup.needing(suite, name, uwsgi(), |setup, uwsgi| serves(setup, &uwsgi));
}

fn serves(setup: &Setup, uwsgi: &Path) {
    let (plain, stream) = served(setup, uwsgi, &setup.kept, false);
    assert!(stream.is_empty(), "{stream:?}");
    for (python, preloaded) in [(&setup.kept, true), (&setup.hooked, false)] {
        let (captured, figures) = served(setup, uwsgi, python, preloaded);
        assert_eq!(captured, plain);
        assert_eq!(figures.len(), ASKED.len(), "{figures:?}: {captured:?}");
    }
}

/// What it answers, how it ends, and the lines that it says, sorted and without numbers: those are of
/// processes, addresses and times.
type Served = (Vec<String>, ExitStatus, Vec<String>);

/// Starts it, asks all at once, and stops it; with the names of the figures that came.
fn served(setup: &Setup, uwsgi: &Path, python: &Path, preloaded: bool) -> (Served, Vec<String>) {
    let home = &setup.installation.home;
    let venv = python.parent().and_then(Path::parent).unwrap();
    let socket = home.path().join("uwsgi");
    let _ = fs_err::remove_file(&socket);
    let mut command = home.command(uwsgi);
    command.args(["--master", "--processes", "2", "--threads", "2", "--need-app"]);
    command.args(["--disable-logging", "--http-socket"]).arg(&socket);
    let master = home.path().join("master");
    command.arg("--pidfile").arg(&master);
    command.arg("--home").arg(venv).arg("--wsgi-file").arg(script("unusual_programs/wsgi"));
    if preloaded {
        command.env("LD_PRELOAD", setup.installation.preload());
    }
    let (answers, delivery) = std::thread::scope(|scope| {
        let server = scope.spawn(move || deliver(&mut command));
        wait::until("uWSGI listens", || {
            server.is_finished() || UnixStream::connect(&socket).is_ok()
        });
        let asked = ASKED.map(|path| scope.spawn(|| ask(&socket, path)));
        let answers: Vec<String> = asked.into_iter().map(|one| one.join().unwrap()).collect();
        let master = fs_err::read_to_string(&master).unwrap().trim().parse().unwrap();
        kill(Pid::from_raw(master), Signal::SIGINT).unwrap();
        (answers, server.join().unwrap())
    });
    let figures = delivery.names();
    let (status, out, err) = outcome(delivery.output);
    let said = (out + &err).replace(venv.to_str().unwrap(), "");
    let lines = said.lines().filter(|line| !line.starts_with("*** Starting uWSGI"));
    let is_number = |c: char| c.is_ascii_hexdigit();
    let mut said: Vec<String> = lines.map(|line| line.replace(is_number, "")).collect();
    said.sort();
    ((answers, status, said), figures)
}

/// Its answer to a request for `path`.
fn ask(socket: &Path, path: &str) -> String {
    let mut stream = UnixStream::connect(socket).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
