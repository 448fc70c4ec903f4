use std::fs::File;
use std::io::{Read as _, Write as _};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, FromRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::ptr::null_mut;

use nix::fcntl::OFlag;

use super::*;

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(60);

/// Both ends of each kind of stderr whose reader can block it.
fn kinds() -> [(File, File); 3] {
    let (reader, writer) = io::pipe().expect("a pipe");
    let (socket, other) = UnixStream::pair().expect("a pair of sockets");
    let pairs: [(OwnedFd, OwnedFd); 3] =
        [(reader.into(), writer.into()), (socket.into(), other.into()), terminal()];
    pairs.map(|(reader, writer)| (reader.into(), writer.into()))
}

/// A terminal that passes on each byte unchanged.
fn terminal() -> (OwnedFd, OwnedFd) {
    let [mut reader, mut writer] = [-1; 2];
    let mut state = MaybeUninit::uninit();
    // SAFETY: the numbers are written where the pointers lead; tcgetattr(3) fills the state first.
    unsafe {
        let (ends, none) = ((&raw mut reader, &raw mut writer), null_mut::<libc::c_void>());
        let opened = libc::openpty(ends.0, ends.1, none.cast(), none.cast(), none.cast());
        assert_eq!(opened, 0);
        assert_eq!(libc::tcgetattr(writer, state.as_mut_ptr()), 0);
        libc::cfmakeraw(state.as_mut_ptr());
        assert_eq!(libc::tcsetattr(writer, libc::TCSANOW, state.as_ptr()), 0);
        (OwnedFd::from_raw_fd(reader), OwnedFd::from_raw_fd(writer))
    }
}

fn set(end: &File, flags: OFlag) {
    fcntl(end, FcntlArg::F_SETFL(flags)).expect("flags");
}

/// Fills the descriptor, sets its flags, and returns the number of bytes.
fn fill(mut writer: &File, flags: OFlag) -> usize {
    set(writer, OFlag::O_NONBLOCK);
    let mut bytes = 0;
    loop {
        match writer.write(&[b'x'; 4096]) {
            Ok(written) => bytes += written,
            // Behind the writer of a terminal, the kernel still moves bytes, which makes room.
            Err(_) if wait_writable(writer.as_fd(), 100_u8) == Ok(true) => {}
            Err(_) => break,
        }
    }
    set(writer, flags);
    bytes
}

/// Reads the next bytes.
fn read(mut reader: &File, bytes: usize) -> Vec<u8> {
    let mut read = vec![0; bytes];
    reader.read_exact(&mut read).expect("so many");
    read
}

#[test]
fn a_line_is_one_line_and_fits_into_one_atomic_write() {
    assert_eq!(line("a\nb"), b"cg-plot-capture: a b\n");
    for text in ["a".repeat(LONGEST), "ä".repeat(LONGEST), format!("a{}", "ä".repeat(LONGEST))] {
        let line = String::from_utf8(line(&text)).expect("cut between characters");
        assert!((LONGEST - 2..=LONGEST).contains(&line.len()), "{}", line.len());
        assert!(line.ends_with("…\n"));
    }
    let longest = "a".repeat(LONGEST - "cg-plot-capture: \n".len());
    assert_eq!(line(&longest), format!("cg-plot-capture: {longest}\n").into_bytes());
    assert_eq!(line(&os_text::from_bytes(b"\xff")), b"cg-plot-capture: \xff\n");
}

#[test]
fn a_full_stderr_is_waited_for_only_once() {
    for flags in [OFlag::empty(), OFlag::O_NONBLOCK] {
        for (reader, writer) in kinds() {
            let full = fill(&writer, flags);
            let stderr = Stderr::default();
            let patience = Duration::from_millis(150);
            let mut pulses = 0;
            let mut check_signals = || {
                pulses += 1;
                Ok(())
            };
            let start = Instant::now();
            stderr
                .write(writer.as_fd(), b"lost\n", patience, &mut check_signals)
                .expect("no check fails");
            assert!(start.elapsed() >= patience && pulses > 0);
            let mut unexpected = || panic!("it waits");
            let again = stderr.write(writer.as_fd(), b"lost too\n", LONG, &mut unexpected);
            again.expect("no check fails");
            let child = stderr.forked();
            let child = child.write(writer.as_fd(), b"lost too\n", LONG, &mut unexpected);
            child.expect("no check fails");
            read(&reader, full);
            // When a reader reads again, lines are written as before.
            stderr.write(writer.as_fd(), b"there\n", LONG, &mut || Ok(())).expect("no check fails");
            assert!(!stderr.full.load(Ordering::Relaxed));
            assert_eq!(read(&reader, 6), b"there\n");
        }
    }
}

#[test]
fn a_line_is_written_as_soon_as_there_is_room() {
    for flags in [OFlag::empty(), OFlag::O_NONBLOCK] {
        for (reader, writer) in kinds() {
            let full = fill(&writer, flags);
            let mut read_all = false;
            let mut check_signals = || {
                if !std::mem::replace(&mut read_all, true) {
                    read(&reader, full);
                }
                Ok(())
            };
            let line = [b"a".repeat(LONGEST - 1).as_slice(), b"\n"].concat();
            let written = Stderr::default().write(writer.as_fd(), &line, LONG, &mut check_signals);
            written.expect("no check fails");
            assert_eq!(read(&reader, line.len()), line);
        }
    }
}

#[test]
fn an_error_of_check_signals_ends_the_wait() {
    let [(_reader, writer), ..] = kinds();
    fill(&writer, OFlag::empty());
    let mut interrupt = || Err(io::Error::other("Ctrl-C"));
    let stderr = Stderr::default();
    assert!(stderr.write(writer.as_fd(), b"lost\n", LONG, &mut interrupt).is_err());
    assert!(!stderr.full.load(Ordering::Relaxed), "nobody knows yet");
}

#[test]
fn a_reader_that_has_gone_is_not_an_error() {
    for (reader, writer) in kinds() {
        drop(reader);
        let written = Stderr::default().write(writer.as_fd(), b"lost\n", LONG, &mut || Ok(()));
        written.expect("an error of write(2) is none of ours");
    }
}

#[test]
fn a_file_gets_the_line_at_its_end() {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(b"before\n").expect("written");
    let written = Stderr::default().write(file.as_fd(), b"behind\n", LONG, &mut || Ok(()));
    written.expect("no check fails");
    let mut text = String::new();
    std::io::Seek::rewind(&mut file).expect("rewound");
    file.read_to_string(&mut text).expect("read");
    assert_eq!(text, "before\nbehind\n");
}
