//! The table: what may stand at descriptor 3 without being a channel.

use std::fs::File;
use std::net::{TcpListener, UdpSocket};
use std::os::fd::{FromRawFd as _, OwnedFd};
use std::os::unix::net::{UnixDatagram, UnixListener};

use fs_err::OpenOptions;
use nix::libc;

use cg_plot_capture_tests::channel::{Kind, open};

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Case {
    /// What it is.
    pub(super) name: &'static str,
    /// Opens it, and its other end where it has one.
    pub(super) open: fn() -> (OwnedFd, Option<File>),
    /// Who else says that it is theirs: a line for `sh`.
    pub(super) environment: &'static str,
    /// What our line says; empty: there is none.
    pub(super) said: &'static str,
}

const READING: &str = "is open for reading only";
const NO_STREAM: &str = "is neither a pipe, a socket, a terminal nor a file";
const NO_PEER: &str = "socket";

/// One row a kind.
pub(super) const CASES: [Case; 16] = [
    case("a file to read", || file("/etc/passwd", false), "", READING),
    case("the reading end of a pipe", reading_end, "", READING),
    case("a folder", || file("/", false), "", NO_STREAM),
    case("/dev/null", || file("/dev/null", true), "", ""),
    case("/dev/full", || file("/dev/full", true), "", NO_STREAM),
    case("a listening socket", unix_listener, "", NO_PEER),
    case("a listening TCP socket", tcp_listener, "", NO_PEER),
    case("a TCP socket without a peer", tcp, "", NO_PEER),
    case("a UDP socket without a peer", udp, "", NO_PEER),
    case("a datagram socket without a peer", datagram, "", NO_PEER),
    case("node's channel", socket, "export NODE_CHANNEL_FD=3;", "taken by NODE_CHANNEL_FD"),
    case("bash's trace", pipe, "export BASH_XTRACEFD=3;", "taken by BASH_XTRACEFD"),
    case("bats's own", pipe, "export BATS_VERSION=1.11.0;", "taken by bats"),
    // The process that it names is the program's own: `exec` keeps the number.
    case("a service's socket", socket, "export LISTEN_FDS=1 LISTEN_PID=$$;", "taken by LISTEN_FDS"),
    case("a jobserver", pipe, "export MAKEFLAGS=' -j --jobserver-auth=3,4';", "taken by MAKEFLAGS"),
    case("an old jobserver", pipe, "export MAKEFLAGS='--jobserver-fds=3,4 -j';", "by MAKEFLAGS"),
];

/// What a line of `sh` does with the descriptors of a program, and what our line says.
pub(super) const REDIRECTIONS: [(&str, &str, &str); 4] = [
    ("nothing", "exec \"$@\"", "is not open"),
    ("stdout once more", "exec \"$@\" 3>&1", "is a duplicate of stdout (try: "),
    ("stderr once more", "exec \"$@\" 3>&2", "is a duplicate of stderr (try: "),
    (
        "a log that is stdout and stderr too",
        "\"$@\" >log 2>&1 3>&1; code=$?; cat log >&2; exit $code",
        "stdout and stderr: the file '/",
    ),
];

/// What may be stdout, stderr and descriptor 3, and what our line says.
pub(super) const LOGS: [(&str, Kind, &str); 3] = [
    ("a pipe that is stdout and stderr too", Kind::Pipe, "stdout and stderr: a pipe (try: "),
    ("a socket that is stdout and stderr too", Kind::Socket, "stdout and stderr: a socket (try: "),
    ("a terminal that is stdout and stderr too", Kind::Terminal, "stderr: the terminal '/dev/pts/"),
];

const fn case(
    name: &'static str,
    open: fn() -> (OwnedFd, Option<File>),
    environment: &'static str,
    said: &'static str,
) -> Case {
    Case { name, open, environment, said }
}

fn file(path: &str, write: bool) -> (OwnedFd, Option<File>) {
    let file = OpenOptions::new().read(!write).write(write).open(path).unwrap();
    (file.into_parts().0.into(), None)
}

fn pipe() -> (OwnedFd, Option<File>) {
    let (reader, writer) = open(Kind::Pipe);
    (writer, Some(reader))
}

fn reading_end() -> (OwnedFd, Option<File>) {
    let (reader, writer) = open(Kind::Pipe);
    (reader.into(), Some(writer.into()))
}

fn socket() -> (OwnedFd, Option<File>) {
    let (reader, writer) = open(Kind::Socket);
    (writer, Some(reader))
}

fn unix_listener() -> (OwnedFd, Option<File>) {
    let folder = tempfile::tempdir().unwrap();
    (UnixListener::bind(folder.path().join("socket")).unwrap().into(), None)
}

fn tcp_listener() -> (OwnedFd, Option<File>) {
    (TcpListener::bind("127.0.0.1:0").unwrap().into(), None)
}

fn tcp() -> (OwnedFd, Option<File>) {
    // SAFETY: socket(2) takes three numbers.
    let number = unsafe { libc::socket(libc::AF_INET, libc::SOCK_STREAM | libc::SOCK_CLOEXEC, 0) };
    assert!(number >= 0);
    // SAFETY: it was opened just now and is nobody else's.
    (unsafe { OwnedFd::from_raw_fd(number) }, None)
}

fn udp() -> (OwnedFd, Option<File>) {
    (UdpSocket::bind("127.0.0.1:0").unwrap().into(), None)
}

fn datagram() -> (OwnedFd, Option<File>) {
    (UnixDatagram::unbound().unwrap().into(), None)
}
