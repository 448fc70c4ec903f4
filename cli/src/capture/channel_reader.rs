//! Our end of the channel: a pipe whose other end is the command's file descriptor 3.

use std::io::{PipeReader, PipeWriter, Read as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::process::Command;

use cg_plot_capture::channel::{NUMBER, VARIABLE, name};
use command_fds::{CommandFdExt as _, FdMapping};
use nix::fcntl::{FcntlArg, fcntl};

use crate::error::{Error, Result};

/// The capacity in bytes that any user may set by default (fs.pipe-max-size), so that a large
/// figure needs few wake-ups.
const CAPACITY: i32 = 1 << 20;

/// The reading end of the channel.
pub(crate) struct ChannelReader {
    pipe: PipeReader,
    /// Our own writing end while the command runs. Its descendants find the channel here if a
    /// program between them and us has closed descriptor 3.
    writer: Option<PipeWriter>,
    buffer: Vec<u8>,
}

impl ChannelReader {
    /// Makes the pipe, gives a writing end to `command` and names our writing end in the
    /// environment of `command`. All other descriptors of ours are close-on-exec.
    pub(crate) fn open(command: &mut Command) -> Result<Self> {
        let (pipe, writer) = std::io::pipe()?;
        // The kernel refuses if all pipes of the user together hold too much; the pipe then stays
        // small.
        let _ = fcntl(&writer, FcntlArg::F_SETPIPE_SZ(CAPACITY));
        // The pipe takes number 3 if it is free. If 3 were still free when the command is spawned,
        // std's own pipe for exec errors could get that number and be overwritten.
        let given = writer.try_clone()?;
        command
            .fd_mappings(vec![FdMapping { parent_fd: given.into(), child_fd: NUMBER }])
            .map_err(Error::new)?;
        // Without /proc the channel has no name; an empty value hides the channel of an outer
        // harness.
        command.env(
            VARIABLE,
            name(&writer).map_or_else(|_| String::new(), |name| format!(":{name}:")),
        );
        Ok(Self { pipe, writer: Some(writer), buffer: vec![0; 1 << 16] })
    }

    /// Closes our writing end, so that the channel ends when the command's last writer closes it.
    pub(crate) fn release(&mut self) {
        self.writer = None;
    }

    /// Waits for bytes and returns them; empty if the last writer has closed the channel.
    pub(crate) fn read(&mut self) -> std::io::Result<&[u8]> {
        let length = self.pipe.read(&mut self.buffer)?;
        Ok(&self.buffer[..length])
    }
}

impl AsFd for ChannelReader {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}
