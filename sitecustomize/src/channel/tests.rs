use std::io::Read as _;
use std::os::fd::AsRawFd as _;

use super::*;

fn send(channel: &Channel) -> io::Result<()> {
    channel.send("a.svg", b"<svg/>", &mut || Ok(()))
}

#[test]
fn without_a_channel_nothing_is_open_and_nothing_is_sent() {
    let channel = Channel::new(None, "");
    assert_eq!(channel.check(), Err(Closed::None));
    assert_eq!(send(&channel).err().map(|error| error.kind()), Some(io::ErrorKind::NotFound));
}

#[test]
fn a_file_that_is_not_the_channel_is_not_written_to() {
    // No file has the inode 0 on this device number.
    assert_eq!(Channel::new(Some((0, 0)), "").check(), Err(Closed::Ended));
}

#[test]
fn the_holder_s_descriptor_is_found_and_closed_after_each_message() {
    let (mut reader, writer) = std::io::pipe().expect("a pipe");
    let channel = Channel::new(None, &name(&writer).expect("a name"));
    assert_eq!(channel.check(), Ok(()));
    send(&channel).expect("sent");
    send(&channel).expect("sent");
    assert_eq!(channel.found.load(Ordering::Relaxed), NONE);
    drop(writer);
    let mut text = String::new();
    reader.read_to_string(&mut text).expect("the last writer has gone");
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn a_descriptor_that_is_another_file_or_another_end_is_not_taken() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let own = name(&writer).expect("a name");
    let other_end =
        own.replace(&format!(".{}", writer.as_raw_fd()), &format!(".{}", reader.as_raw_fd()));
    let inode = nix::sys::stat::fstat(&writer).expect("open").st_ino;
    let other_file = own.replace(&format!(":{inode}:"), &format!(":{}:", inode + 1));
    for name in [other_end, other_file] {
        assert_ne!(name, own);
        let channel = Channel::new(None, &name);
        assert_eq!(channel.check(), Err(Closed::Missing(Missing::NotFound)), "{name}");
    }
}

#[test]
fn a_holder_that_started_at_another_time_is_another_process() {
    let (_reader, writer) = std::io::pipe().expect("a pipe");
    let name = name(&writer).expect("a name");
    let number = writer.as_raw_fd();
    let (before, _) = name.rsplit_once('.').expect("a number");
    let (before, _) = before.rsplit_once('.').expect("a start");
    let channel = Channel::new(None, &format!("{before}.1.{number}"));
    assert_eq!(channel.check(), Err(Closed::Missing(Missing::NotFound)));
}

#[test]
fn the_result_of_a_failed_search_is_kept_for_a_while() {
    let (_reader, writer) = std::io::pipe().expect("a pipe");
    let name = name(&writer).expect("a name");
    drop(writer);
    let channel = Channel::new(None, &name);
    assert!(channel.check().is_err());
    let (_, when) = channel.search().missing.expect("remembered");
    assert!(channel.check().is_err());
    assert_eq!(channel.search().missing.map(|(_, again)| again), Some(when));
    // A forked child searches again.
    assert!(channel.forked().search().missing.is_none());
}
