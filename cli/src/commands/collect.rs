//! `collect`: makes files and a page of a stream of messages that another program recorded or is
//! writing.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;

use crate::capture::child::end_by;
use crate::collection::input_stream::{InputStream, StreamEnd};
use crate::collection::throttle::Throttle;
use crate::collection::{Collection, OutputFolder};
use crate::error::Result;
use crate::output;

mod collect_report;

use collect_report::CollectReport;

/// Make files and a page of a stream of messages, recorded or live.
///
/// Each message becomes an SVG file. index.html beside them shows them all, also while the stream
/// is still being written. A line that is not a message (torn, not JSON, a path as the name, a
/// wrong size) is reported with its number and skipped. Such lines do not make the command fail,
/// because any program may write anything to the channel. Nothing is written outside the folder.
#[derive(clap::Args)]
pub(crate) struct Collect {
    /// The stream: a file, a FIFO, or - for stdin.
    #[arg(default_value = "-", hide_default_value = true, value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// The folder for the figures and index.html. It is made if it does not exist, and no figure in
    /// it is overwritten.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: PathBuf,

    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

impl Collect {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        // The stream is opened first, so that no folder is made if there is no stream.
        let mut source = InputStream::open(&self.file)?;
        let title = match self.file.as_os_str() == "-" {
            true => "stdin".into(),
            false => self.file.display().to_string(),
        };
        let mut collection =
            Collection::new(OutputFolder::Named(self.output.clone()), title, true)?;
        let mut throttle = Throttle::default();
        let end = source.read(|bytes| {
            collection.feed(bytes);
            throttle.update(collection.figures().len(), || collection.show())
        });
        collection.end_stream();
        let page = collection.finish()?;
        output::print(&CollectReport::new(&collection, page), self.json, None)?;
        match end? {
            StreamEnd::Signal(signal) => Ok(end_by(signal)),
            StreamEnd::Stream if collection.lost() > 0 => Ok(ExitCode::FAILURE),
            StreamEnd::Stream => Ok(ExitCode::SUCCESS),
        }
    }
}
