//! The proof: a real Python, started through one layer alone, sends a real message through a pipe.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::file;
use crate::install::interpreter::Interpreter;
use crate::install::python;

/// A layer by which a Python is armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Layer {
    /// `LD_PRELOAD`.
    Preload,
    /// `sitecustomize.py`.
    Hook,
}

/// Makes a Python send its message and report which layer armed it.
pub(crate) const PROBE: &str = include_str!("proof.py");

/// The parts of the probe's message that are checked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProofMessage {
    message_type: String,
    filename: String,
}

#[derive(Deserialize)]
struct ProofAnswer {
    layer: Option<Layer>,
    folder: Option<PathBuf>,
    failure: Option<String>,
}

/// The layer that armed a Python, and the message that it sent.
pub(crate) struct ProbeResult {
    /// The layer; `None` if it is not armed.
    layer: Option<Layer>,
    /// The folder of the package that armed it.
    package: Option<PathBuf>,
    /// The bytes that came on its stdout.
    stream: Vec<u8>,
}

impl ProbeResult {
    /// Whether the message arrived; `Ok` has the folder of the installation that sent it.
    pub(crate) fn arrived(&self) -> Result<Option<&Path>, String> {
        arrived(&self.stream)?;
        Ok(self.package.as_deref().and_then(|package| package.ancestors().nth(2)))
    }
}

/// Starts `interpreter` with `layer` as its only layer and lets it send its probe. `options` are
/// options of the interpreter.
pub(crate) fn prove(
    interpreter: &Interpreter,
    layer: Layer,
    options: &[&str],
    preload: &Path,
) -> Result<(), ProofError> {
    // We read the pipe at the shell's stdout. The shell moves it to descriptor 3 and leaves no
    // stdout. A preload in this process, or in the shell, would add itself to the interpreter's
    // environment, so that it is off until the shell starts the interpreter.
    let mut command = Command::new("/bin/sh");
    let script = "unset CG_PLOT_CAPTURE; exec \"$@\" 3>&1 1>/dev/null";
    command.args(["-c", script, "sh"]).arg(&interpreter.executable);
    // -B: no bytecode is written to folders that are not ours.
    command.args(options).args(["-B", "-c", PROBE]).current_dir("/");
    // The caller's settings and other preloads must not affect the result.
    let variables = std::env::vars_os().map(|(name, _)| name);
    for name in variables.filter(|name| name.as_encoded_bytes().starts_with(b"CG_PLOT_")) {
        command.env_remove(name);
    }
    // The probe tests the channel, so that it needs the mode display even if `enable` has stored
    // save.
    command.env("CG_PLOT_MODE", "display").env("CG_PLOT_CAPTURE", "off");
    match layer {
        Layer::Preload => command.env("LD_PRELOAD", preload),
        Layer::Hook => command.env_remove("LD_PRELOAD"),
    };
    let probed = probed(&mut command).map_err(ProofError::Failure)?;
    check(probed.layer, layer, &probed.stream)
}

/// Runs `command`, a Python with [`PROBE`] whose stdout becomes its descriptor 3, and returns what
/// it sent; `Err` says why there is no answer.
pub(crate) fn probed(command: &mut Command) -> Result<ProbeResult, String> {
    let output = python::output(command)?;
    let said = || String::from_utf8_lossy(&output.err).trim().lines().last().map(str::to_owned);
    let answer: ProofAnswer = python::answer(&output.err)
        .ok_or_else(|| said().unwrap_or_else(|| "it does not answer".into()))?;
    match answer.failure {
        Some(failure) => Err(failure),
        None => {
            let (layer, package) = (answer.layer, answer.folder);
            Ok(ProbeResult { layer, package, stream: output.out })
        }
    }
}

/// Why a layer is not proven.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ProofError {
    /// `/etc/ld.so.preload` brings the preload into every process, and the preload always comes
    /// before the hook.
    PreloadFirst,
    /// It does not work, with the reason.
    Failure(String),
}

fn check(by: Option<Layer>, layer: Layer, stream: &[u8]) -> Result<(), ProofError> {
    if (layer, by) == (Layer::Hook, Some(Layer::Preload)) {
        return Err(ProofError::PreloadFirst);
    }
    if by != Some(layer) {
        return Err(ProofError::Failure("it was armed by another layer".into()));
    }
    arrived(stream).map_err(ProofError::Failure)
}

/// Whether a stream is the probe's one message. An empty line comes first if the channel was opened
/// again.
fn arrived(stream: &[u8]) -> Result<(), String> {
    let line = stream.strip_suffix(b"\n").map(<[u8]>::trim_ascii_start);
    let message: Option<ProofMessage> = line.and_then(|line| serde_json::from_slice(line).ok());
    match message {
        Some(message) if message.message_type == "file" && message.filename == "probe.svg" => {
            Ok(())
        }
        _ => Err("no message arrived".into()),
    }
}

/// Makes `interpreter` compile the Python files at `places`, which are files and folders. A failure
/// is ignored; it makes each start slower, for the hook by more than everything else it does.
pub(crate) fn precompile(interpreter: &Interpreter, places: &[PathBuf]) {
    for place in places {
        let folder = if place.is_dir() { place } else { place.parent().unwrap_or(place) };
        let _ = file::make_folder(&folder.join("__pycache__"));
    }
    let mut command = Command::new(&interpreter.executable);
    command
        .args(["-I", "-S", "-B", "-c", include_str!("precompile.py")])
        .args(places)
        .current_dir("/");
    let _ = python::output(&mut command);
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &[u8] =
        b"{\"messageType\": \"file\", \"filename\": \"probe.svg\", \"data\": \"\", \"size\": 0}\n";

    #[test]
    fn a_proof_takes_the_layer_and_one_whole_message() {
        let hook = Some(Layer::Hook);
        assert_eq!(check(hook, Layer::Hook, MESSAGE), Ok(()));
        assert!(check(hook, Layer::Preload, MESSAGE).is_err());
        assert!(check(None, Layer::Hook, MESSAGE).is_err());
        assert!(check(hook, Layer::Hook, &MESSAGE[..20]).is_err());
        assert!(check(hook, Layer::Hook, b"").is_err());
    }
}
