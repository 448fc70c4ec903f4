//! Our end of the channel: a pipe whose other end is the command's file descriptor 3.

use std::io::{PipeReader, Read as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::process::Command;

use command_fds::{CommandFdExt as _, FdMapping};
use nix::fcntl::{FcntlArg, fcntl};

use crate::error::{Error, Result};

/// The number that harness and programs have agreed on.
const NUMBER: i32 = 3;

/// What a pipe may hold for anybody by default (fs.pipe-max-size): few wake-ups for large figures.
const CAPACITY: i32 = 1 << 20;

/// The reading end.
pub(crate) struct Channel {
    pipe: PipeReader,
    buffer: Vec<u8>,
}

impl Channel {
    /// Makes the pipe and gives the writing end to `command`, which keeps the only copy until it is
    /// dropped. Every other descriptor of ours is close-on-exec.
    pub(crate) fn open(command: &mut Command) -> Result<Self> {
        let (pipe, writer) = std::io::pipe()?;
        // Refused where the user's pipes together hold too much already: then it stays small.
        let _ = fcntl(&writer, FcntlArg::F_SETPIPE_SZ(CAPACITY));
        // The pipe itself takes number 3 where it is free. Were it still free when the command is
        // spawned, std's own pipe for exec errors could land there and be overwritten.
        command
            .fd_mappings(vec![FdMapping { parent_fd: writer.into(), child_fd: NUMBER }])
            .map_err(Error::new)?;
        Ok(Self { pipe, buffer: vec![0; 1 << 16] })
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
