//! `collect`: what `run` does with its command's messages, for a stream that somebody else recorded or
//! is still writing.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;

use crate::capture::child::end_by;
use crate::collection::source::{End, Source};
use crate::collection::throttle::Throttle;
use crate::collection::{Collection, Place};
use crate::error::Result;
use crate::output;

mod report;

use report::Report;

/// Make files and a page of a stream of messages, recorded or live.
///
/// Each message becomes an SVG file, and index.html beside them shows them all, also while the stream
/// is still being written. A line that is no message (torn, no JSON, a path for a name, a wrong size)
/// is reported with its number and skipped: that alone is no failure, since any program may write
/// anything there. Nothing is written outside the folder.
#[derive(clap::Args)]
pub(crate) struct Collect {
    /// The stream: a file, a FIFO, or - for stdin.
    #[arg(default_value = "-", hide_default_value = true, value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// The folder for the figures and index.html, made if need be; no figure in it is overwritten.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: PathBuf,

    /// Print what was found as JSON.
    #[arg(long)]
    json: bool,
}

impl Collect {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        // Opened first: where there is no stream, no folder is made for it.
        let mut source = Source::open(&self.file)?;
        let title = match self.file.as_os_str() == "-" {
            true => "stdin".into(),
            false => self.file.display().to_string(),
        };
        let mut collection = Collection::new(Place::Named(self.output.clone()), title, true)?;
        let mut throttle = Throttle::default();
        let end = source.read(|bytes| {
            collection.feed(bytes);
            throttle.keep(collection.figures().len(), || collection.show())
        });
        collection.end_stream();
        let page = collection.finish()?;
        output::print(&Report::new(&collection, page), self.json, None)?;
        match end? {
            End::Signal(signal) => Ok(end_by(signal)),
            End::Stream if collection.lost() > 0 => Ok(ExitCode::FAILURE),
            End::Stream => Ok(ExitCode::SUCCESS),
        }
    }
}
