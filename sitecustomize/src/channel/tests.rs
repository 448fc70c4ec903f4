use std::io::Read as _;
use std::os::fd::{AsFd as _, AsRawFd as _};

use nix::sys::stat::fstat;

use super::*;
use crate::process::Stat;

fn send(channel: &Channel) -> io::Result<()> {
    channel.send("a.svg", b"<svg/>", &mut || Ok(()))
}

/// What our variable would say of a descriptor of this process, which no test has at 3.
fn name_of(descriptor: &impl std::os::fd::AsFd, kind: &str) -> String {
    let status = fstat(descriptor.as_fd()).expect("open");
    let pid = std::process::id();
    let started = Stat::of(pid.cast_signed()).expect("this process").started;
    let number = descriptor.as_fd().as_raw_fd();
    format!("{kind}:{}:{}:{pid}.{started}.{number}", status.st_dev, status.st_ino)
}

#[test]
fn without_a_channel_nothing_is_open_and_nothing_is_sent() {
    let channel = Channel::new(None, "");
    assert_eq!(channel.check(), Err(Closed::None));
    assert_eq!(send(&channel).err().map(|error| error.kind()), Some(io::ErrorKind::NotFound));
}

#[test]
fn what_is_not_the_channel_is_not_written_to() {
    // No file has the inode 0 on this device number.
    assert_eq!(Channel::new(Some((0, 0)), "").check(), Err(Closed::Ended));
}

#[test]
fn the_holder_s_descriptor_is_found_and_closed_after_each_message() {
    let (mut reader, writer) = std::io::pipe().expect("a pipe");
    let channel = Channel::new(None, &name_of(&writer, "pw"));
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
    let other = name_of(&writer, "pw").replace(":pw", "");
    let [kind, device, _, holder] =
        <[&str; 4]>::try_from(other.split(':').collect::<Vec<_>>()).expect("four fields");
    for name in [name_of(&reader, "pw"), format!("{kind}:{device}:1:{holder}")] {
        let channel = Channel::new(None, &name);
        assert_eq!(channel.check(), Err(Closed::Missing(Missing::Ended)), "{name}");
    }
}

#[test]
fn a_holder_that_started_at_another_time_is_another_process() {
    let (_reader, writer) = std::io::pipe().expect("a pipe");
    let name = name_of(&writer, "pw");
    let number = writer.as_raw_fd();
    let (before, _) = name.rsplit_once('.').expect("a number");
    let (before, _) = before.rsplit_once('.').expect("a start");
    let channel = Channel::new(None, &format!("{before}.1.{number}"));
    assert_eq!(channel.check(), Err(Closed::Missing(Missing::Ended)));
}

#[test]
fn a_search_that_found_nothing_stands_for_a_while() {
    let (_reader, writer) = std::io::pipe().expect("a pipe");
    let name = name_of(&writer, "pw");
    drop(writer);
    let channel = Channel::new(None, &name);
    assert!(channel.check().is_err());
    let (_, when) = channel.search().missing.expect("remembered");
    assert!(channel.check().is_err());
    assert_eq!(channel.search().missing.map(|(_, again)| again), Some(when));
    // A forked child looks for itself.
    assert!(channel.forked().search().missing.is_none());
}
