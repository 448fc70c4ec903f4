//! What most tests name: the command and how it is run, interpreters, homes, scripts and figures.

pub use std::collections::{BTreeMap, BTreeSet};
pub use std::path::{Path, PathBuf};
pub use std::process::{Command, Output, Stdio};

pub use crate::captured::Captured;
pub use crate::command::{cg_plot_capture, run, said, succeed, target, told, within, workspace};
pub use crate::harness::{Delivery, deliver, without_font_cache};
pub use crate::home::{Home, names, state};
pub use crate::installation::Installation;
pub use crate::interpreter::Interpreter;
pub use crate::matplotlib::{OLDEST, ORIGINAL, TOOLS, venv_with};
pub use crate::program;
pub use crate::scripts::script;
pub use crate::suite::{Shared, Suite, tests_all, tool, unshared};
