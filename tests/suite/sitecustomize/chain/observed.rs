//! What a program saw, and how it differs from what another one saw.

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;

/// What a program may see that it does not see without us.
pub(super) struct Allowed {
    /// That the hook's file is there: an empty module, where there would have been none.
    pub(super) file: bool,
    /// One frame of the hook's below those of what it runs.
    pub(super) frame: bool,
    /// A few more frames of importlib's own, where those are in a traceback.
    pub(super) importlib: bool,
    /// The built-in module of the preload, which no import has executed yet.
    pub(super) builtin: bool,
    /// A loader with the path of the hook's file.
    pub(super) loader: bool,
}

/// What a program, in the end, saw of `sitecustomize`.
#[derive(Clone)]
pub(super) struct Observed {
    code: Option<i32>,
    stderr: String,
    /// What it printed; null if it came to no end.
    facts: Value,
    pub(super) messages: usize,
}

impl Observed {
    /// `folders` go by the same name in all that was said.
    pub(super) fn new(delivery: &Delivery, folders: &[&PathBuf]) -> Self {
        let general = |text: String| {
            folders.iter().fold(text, |text, folder| text.replace(folder.to_str().unwrap(), "~"))
        };
        Self {
            code: delivery.output.status.code(),
            stderr: general(delivery.stderr()),
            facts: serde_json::from_str(&general(delivery.stdout())).unwrap_or_default(),
            messages: delivery.messages().len(),
        }
    }

    /// Whether the program came to its end.
    pub(super) fn has_ended(&self) -> bool {
        !self.facts.is_null()
    }

    /// What is not as `without` us and not allowed either.
    pub(super) fn differences(mut self, mut without: Self, allowed: &Allowed) -> Vec<String> {
        if allowed.importlib {
            self.take_importlib_away();
            without.take_importlib_away();
        }
        if allowed.frame {
            self.take_frame_away();
        }
        if allowed.file {
            self.take_file_away(&without);
        }
        if allowed.builtin && self.has_ended() {
            self.facts["builtin"] = without.facts["builtin"].clone();
        }
        if allowed.loader {
            self.take_loaders_away();
            without.take_loaders_away();
        }
        let mut found = vec![];
        if self.code != without.code {
            found.push(format!("exit code {:?}, without us {:?}", self.code, without.code));
        }
        if self.stderr != without.stderr {
            found.push(format!("stderr\n{}\nwithout us\n{}", self.stderr, without.stderr));
        }
        if self.has_ended() != without.has_ended() {
            found.push("only one of them came to its end".into());
        }
        for (name, with) in self.facts.as_object().into_iter().flatten() {
            let without = &without.facts[name];
            if with != without {
                found.push(format!("{name}\n{with}\nwithout us\n{without}"));
            }
        }
        found
    }

    /// Takes away one frame of the hook's from the stack of what ran, and from a traceback.
    fn take_frame_away(&mut self) {
        let ran = self.facts.get_mut("ran").and_then(Value::as_array_mut);
        for ran in ran.into_iter().flatten() {
            if let Some(stack) = ran.get_mut("stack").and_then(Value::as_array_mut) {
                let ours = stack.iter().position(|frame| is_ours(frame.as_str().unwrap()));
                ours.map(|index| stack.remove(index));
            }
        }
        let mut lines: Vec<&str> = self.stderr.lines().collect();
        if let Some(ours) = lines.iter().position(|line| is_ours(line)) {
            // site puts two spaces before each line of a traceback.
            let is_frame =
                |line: &&str| line.trim_start().starts_with("File ") || !line.starts_with("    ");
            // Its own line and source, and the line of what it calls, which is said to be importlib's.
            let end = |from: usize| from + 1 + lines[from + 1..].iter().position(is_frame).unwrap();
            let after = end(ours);
            let disguised = lines[after].contains("<frozen importlib._bootstrap>\", line ");
            let end = if disguised { end(after) } else { after };
            lines.drain(ours..end);
            self.stderr = lines.iter().map(|line| format!("{line}\n")).collect();
        }
    }

    /// Takes away an empty module, or the module itself that was looking, where there is none without us.
    fn take_file_away(&mut self, without: &Self) {
        if !self.has_ended() {
            return;
        }
        let got = self.facts["got"].clone();
        let is_empty = got["names"]
            .as_array()
            .is_some_and(|names| names.iter().all(|name| name.as_str().unwrap().starts_with("__")));
        let is_itself = got == self.facts["sitecustomize"];
        if is_empty && is_itself {
            self.facts["sitecustomize"] = without.facts["sitecustomize"].clone();
        }
        if is_empty || is_itself {
            for name in ["got", "got is itself"] {
                self.facts[name] = without.facts[name].clone();
            }
        }
    }

    /// Takes importlib's own frames away from a traceback.
    fn take_importlib_away(&mut self) {
        let is_importlib = |line: &&str| line.trim_start().starts_with("File \"<frozen importlib.");
        let lines = self.stderr.lines().filter(|line| !is_importlib(line));
        self.stderr = lines.map(|line| format!("{line}\n")).collect();
    }

    fn take_loaders_away(&mut self) {
        for name in ["got", "sitecustomize"] {
            if self.has_ended() && self.facts[name].is_object() {
                self.facts[name]["__loader__"].take();
                self.facts[name]["__spec__"][4].take();
            }
        }
    }
}

/// Whether a line of a traceback or a frame is the hook's.
fn is_ours(line: &str) -> bool {
    line.contains("~/lib/python3")
        && line.contains("/sitecustomize.py")
        && line.contains("<module>")
}
