//! Our end of the channel: a pipe whose other end is the command's file descriptor 3.

use std::io::{PipeReader, PipeWriter, Read as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::process::Command;

use cg_plot_capture::channel::{NUMBER, VARIABLE, name};
use command_fds::{CommandFdExt as _, FdMapping};
use nix::fcntl::{FcntlArg, fcntl};

use crate::error::{Error, Result};

/// What a pipe may hold for anybody by default (fs.pipe-max-size): few wake-ups for large figures.
const CAPACITY: i32 = 1 << 20;

/// The reading end.
pub(crate) struct Channel {
    pipe: PipeReader,
    /// A writing end of ours, as long as the command runs: its descendants find the channel here if a
    /// program on the way to them has closed descriptor 3.
    writer: Option<PipeWriter>,
    buffer: Vec<u8>,
}

impl Channel {
    /// Makes the pipe, gives a writing end to `command` and names ours in its environment. Every other
    /// descriptor of ours is close-on-exec.
    pub(crate) fn open(command: &mut Command) -> Result<Self> {
        let (pipe, writer) = std::io::pipe()?;
        // Refused where the user's pipes together hold too much already: then it stays small.
        let _ = fcntl(&writer, FcntlArg::F_SETPIPE_SZ(CAPACITY));
        // The pipe itself takes number 3 where it is free. Were it still free when the command is
        // spawned, std's own pipe for exec errors could land there and be overwritten.
        let given = writer.try_clone()?;
        command
            .fd_mappings(vec![FdMapping { parent_fd: given.into(), child_fd: NUMBER }])
            .map_err(Error::new)?;
        // Without a name (no /proc) the command has descriptor 3 alone, and no outer harness's channel.
        command.env(
            VARIABLE,
            name(&writer).map_or_else(|_| String::new(), |name| format!(":{name}:")),
        );
        Ok(Self { pipe, writer: Some(writer), buffer: vec![0; 1 << 16] })
    }

    /// Closes our writing end: from now on the channel ends with the last writer of the command's.
    pub(crate) fn release(&mut self) {
        self.writer = None;
    }

    /// What has arrived; nothing once the last writer has gone. Waits if there is nothing yet.
    pub(crate) fn read(&mut self) -> std::io::Result<&[u8]> {
        let length = self.pipe.read(&mut self.buffer)?;
        Ok(&self.buffer[..length])
    }
}

impl AsFd for Channel {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}
