//! Renames the channel for a harness inside another one: a program that starts others with its own
//! pipe or socket at descriptor 3. `CG_PLOT_CHANNEL` then names that file, so that a Python whose
//! parent closes descriptor 3 finds it instead of the outer harness's. Pure: bytes in, an entry
//! out.

use crate::environment::CHANNEL;
use crate::text_buffer::TextBuffer;

/// The largest entry in bytes: a name of 16 letters, a run of 53, a kind, two numbers and the
/// colons.
pub(crate) const ROOM: usize = 160;

/// Writes the entry, with its NUL, that names the file at descriptor 3 by `st_dev`, `st_ino` and
/// the result of `kind`: `pw`, `prw` or `srw`. Returns `None` if `value` stays as it is: it already
/// names that file, or says that the file is the program's own or that the harness wants no
/// figures, or the file is of no such kind.
pub(crate) fn rename(
    value: &[u8],
    (device, inode): (u64, u64),
    kind: impl FnOnce() -> Option<&'static [u8]>,
    entry: &mut TextBuffer<'_>,
) -> Option<()> {
    let mut fields = value.split(|byte| *byte == b':');
    let (run, its_kind, its_device) = (fields.next()?, fields.next()?, fields.next()?);
    let (its_inode, _holder, own) = (fields.next()?, fields.next()?, fields.next()?);
    let mut memory = [0; 41];
    let mut identity = TextBuffer::new(&mut memory);
    identity.push_number(device)?;
    let end = identity.length();
    identity.push(b".")?;
    identity.push_number(inode)?;
    let identity = identity.written();
    let (device, inode) = (identity.get(..end)?, identity.get(end + 1..)?);
    // A shell does not write the device.
    let is_named = its_inode == inode && (its_device == device || its_device.is_empty());
    if fields.next().is_some() || its_kind == b"none" || is_named || own == identity {
        return None;
    }
    for part in [CHANNEL, run, b":", kind()?, b":", device, b":", inode, b"::\0"] {
        entry.push(part)?;
    }
    Some(())
}

/// Whether an entry of the environment says that another program uses descriptor 3. `_fd3.py`
/// checks this more exactly; a false positive here only leaves the name as it is.
pub(crate) fn is_claim(entry: &[u8]) -> bool {
    // The reading end of a jobserver comes first: `--jobserver-auth=3,4`.
    (entry.starts_with(b"MAKEFLAGS=") && entry.windows(3).any(|part| part == b"=3,"))
        || entry == b"NODE_CHANNEL_FD=3"
        || entry == b"BASH_XTRACEFD=3"
        || entry.starts_with(b"BATS_VERSION=")
        || (entry.starts_with(b"LISTEN_FDS=") && entry != b"LISTEN_FDS=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(value: &str) -> Option<String> {
        let mut memory = [0; ROOM];
        let mut text = TextBuffer::new(&mut memory);
        rename(value.as_bytes(), (14, 5678), || Some(b"pw"), &mut text)?;
        Some(String::from_utf8(text.written().to_vec()).expect("ASCII"))
    }

    #[test]
    fn another_pipe_at_descriptor_3_belongs_to_an_inner_harness() {
        let expected = "CG_PLOT_CHANNEL=9f.17:pw:14:5678::\0";
        for value in ["9f.17:pw:14:99:7.1.3:", "9f.17:::::", "9f.17:srw:15:5678:7.1.3:14.3"] {
            assert_eq!(renamed(value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(renamed(":::::").as_deref(), Some("CG_PLOT_CHANNEL=:pw:14:5678::\0"));
    }

    #[test]
    fn a_named_file_and_a_file_of_the_program_leave_the_value() {
        for value in [
            "9f.17:pw:14:5678:7.1.3:",
            "9f.17:pw::5678:7.1.3:",
            "9f.17:none::::",
            "9f.17:pw:14:99:7.1.3:14.5678",
            "",
            "9f.17:pw",
            "9f.17:pw:14:99:7.1.3::",
        ] {
            assert_eq!(renamed(value), None, "{value}");
        }
    }

    #[test]
    fn a_file_that_carries_no_lines_is_not_named() {
        let mut memory = [0; ROOM];
        let mut text = TextBuffer::new(&mut memory);
        assert_eq!(rename(b"9f.17:pw:14:99:7.1.3:", (14, 5678), || None, &mut text), None);
    }

    #[test]
    fn an_entry_without_room_is_not_written() {
        let long = format!("{}:::::", "9".repeat(ROOM));
        assert_eq!(renamed(&long), None);
    }

    #[test]
    fn variables_of_other_programs_claim_descriptor_3() {
        for entry in [
            "NODE_CHANNEL_FD=3",
            "BASH_XTRACEFD=3",
            "LISTEN_FDS=1",
            "BATS_VERSION=1.10",
            "MAKEFLAGS= -j4 --jobserver-auth=3,4",
            "MAKEFLAGS=--jobserver-fds=3,4 -j",
        ] {
            assert!(is_claim(entry.as_bytes()), "{entry}");
        }
        for entry in [
            "NODE_CHANNEL_FD=33",
            "LISTEN_FDS=0",
            "MAKEFLAGS=--jobserver-auth=4,5",
            "MAKEFLAGS=--jobserver-auth=fifo:/tmp/3",
            "A=3",
            "A",
        ] {
            assert!(!is_claim(entry.as_bytes()), "{entry}");
        }
    }
}
