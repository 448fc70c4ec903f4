//! The channel's name in our variable, by which a process without the channel at descriptor 3 finds
//! it.

use std::io;
use std::os::fd::{AsFd, AsRawFd as _};

use crate::proc_stat::ProcStat;

use super::identity::Identity;

/// Returns the name of the channel that this process has at `descriptor`, for our variable:
/// `<kind>:<st_dev>:<st_ino>:<pid>.<start>.<number>`.
///
/// # Errors
///
/// The descriptor is not open for writing, or its file carries no lines, or there is no `/proc`.
pub fn name(descriptor: &impl AsFd) -> io::Result<String> {
    let (descriptor, pid) = (descriptor.as_fd(), std::process::id());
    let identity = Identity::at(descriptor)?;
    let stat = ProcStat::of(pid.cast_signed()).ok_or(io::ErrorKind::NotFound)?;
    Ok(format!("{identity}:{pid}.{}.{}", stat.started, descriptor.as_raw_fd()))
}

/// A channel, and a process that has it, if one is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChannelName {
    pub(super) identity: Identity,
    pub(super) holder: Option<Holder>,
}

/// A process that has the channel at a descriptor, or had it when the name was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) pid: i32,
    /// The start of the process, [`crate::proc_stat::ProcStat::started`].
    pub(super) started: u64,
    /// The descriptor's number.
    pub(super) number: i32,
}

impl ChannelName {
    /// Parses `<kind>:<st_dev>:<st_ino>:<pid>.<start>.<number>`, whose last field may be empty;
    /// `None` if it names no file that could be found.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let [kind, device, inode, holder] = fields(text, ':')?;
        let holder = if holder.is_empty() { None } else { Some(Holder::parse(holder)?) };
        Some(Self { identity: Identity::parse(kind, device, inode)?, holder })
    }
}

impl Holder {
    fn parse(text: &str) -> Option<Self> {
        let [pid, started, number] = fields(text, '.')?;
        Some(Self {
            pid: pid.parse().ok().filter(|pid| *pid > 0)?,
            started: started.parse().ok()?,
            number: number.parse().ok().filter(|number| *number >= 0)?,
        })
    }
}

fn fields<const N: usize>(text: &str, separator: char) -> Option<[&str; N]> {
    let fields: Vec<&str> = text.split(separator).collect();
    fields.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_file_and_a_holder() {
        let named = ChannelName::parse("pw:14:5678:90.123456.3").expect("a name");
        assert_eq!(named.holder, Some(Holder { pid: 90, started: 123_456, number: 3 }));
        assert_eq!((named.identity.device, named.identity.inode), (Some(14), 5678));
        assert_eq!(ChannelName::parse("pw:14:5678:").expect("a name").holder, None);
    }

    #[test]
    fn a_text_that_is_not_a_name_is_refused() {
        for text in [
            "",
            "-:::",
            "none:::",
            "pw:14:5678",
            "pw:14:5678:90.1.3:",
            "pw:14:5678:0.1.3",
            "pw:14:5678:-1.1.3",
            "pw:14:5678:90.1.-3",
            "pw:14:5678:90.1",
            "pw:14:5678:90.x.3",
        ] {
            assert_eq!(ChannelName::parse(text), None, "{text}");
        }
    }
}
