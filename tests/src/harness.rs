//! A harness: it puts a pipe on file descriptor 3 of a command and reads messages until it ends.

use std::io::Read as _;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// A line of the protocol without its newline.
pub fn line(name: &str, svg: &str) -> String {
    let (name, data) = (serde_json::json!(name), BASE64_STANDARD.encode(svg));
    let size = svg.len();
    format!(r#"{{"messageType": "file", "filename": {name}, "data": "{data}", "size": {size}}}"#)
}

/// One delivered figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `filename`.
    pub filename: String,
    /// `data`, decoded.
    pub svg: Vec<u8>,
}

/// What a command said on each of its outputs.
#[derive(Debug)]
pub struct Delivery {
    /// Exit status, stdout and stderr.
    pub output: Output,
    /// All that came over the channel, as it came.
    pub stream: Vec<u8>,
}

/// Runs `command` with a pipe at descriptor 3 and reads everything until its last holder closes it.
pub fn deliver(command: &mut Command) -> Delivery {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let reading = std::thread::spawn(move || {
        let mut stream = Vec::new();
        reader.read_to_end(&mut stream).unwrap();
        stream
    });
    give(command, OwnedFd::from(writer));
    command.stdin(Stdio::null());
    let output = crate::command::run(command);
    // Our own copy of the writing end lives in the closure of the command.
    *command = Command::new("true");
    Delivery { output, stream: reading.join().unwrap() }
}

/// Makes `descriptor` the command's number 3.
pub fn give(command: &mut Command, descriptor: OwnedFd) {
    // SAFETY: dup2(2) and fcntl(2) are async-signal-safe.
    unsafe {
        command.pre_exec(move || {
            // dup2 onto itself would leave close-on-exec set.
            if descriptor.as_raw_fd() == 3 {
                nix::fcntl::fcntl(&descriptor, nix::fcntl::F_SETFD(nix::fcntl::FdFlag::empty()))?;
            } else if nix::libc::dup2(descriptor.as_raw_fd(), 3) < 0 {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
}

impl Delivery {
    /// The messages; every line must be a whole one, its keys and spacing to the byte.
    pub fn messages(&self) -> Vec<Message> {
        let text = std::str::from_utf8(&self.stream).expect("the stream is ASCII");
        assert!(text.is_empty() || text.ends_with('\n'), "the last line is torn");
        text.lines().map(message).collect()
    }

    /// The names of the messages' files, in order.
    pub fn names(&self) -> Vec<String> {
        self.messages().into_iter().map(|message| message.filename).collect()
    }

    /// stdout as text.
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    /// stderr as text.
    pub fn stderr(&self) -> String {
        without_font_cache(&self.output.stderr)
    }

    /// Panics with all that was said unless the command succeeded.
    #[track_caller]
    pub fn success(self) -> Self {
        assert!(self.output.status.success(), "{}\n{}", self.output.status, self.stderr());
        self
    }
}

/// The text of a stderr without what Matplotlib says in a new home where the machine is slow.
pub fn without_font_cache(stderr: &[u8]) -> String {
    let building = "Matplotlib is building the font cache; this may take a moment.\n";
    String::from_utf8_lossy(stderr).replace(building, "")
}

fn message(line: &str) -> Message {
    let value: serde_json::Value =
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:.200}"));
    let text =
        |key: &str| value[key].as_str().unwrap_or_else(|| panic!("{key}: {line:.200}")).to_owned();
    let svg = BASE64_STANDARD.decode(text("data")).expect("base64");
    let name = line.split("\"filename\": ").nth(1).and_then(|rest| rest.split(", \"data\"").next());
    let expected = format!(
        "{{\"messageType\": \"file\", \"filename\": {}, \"data\": \"{}\", \"size\": {}}}",
        name.expect("a filename"),
        text("data"),
        svg.len()
    );
    assert!(line == expected, "not in the protocol's form: {line:.200}");
    Message { filename: text("filename"), svg }
}
