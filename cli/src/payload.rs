//! What goes into other processes: the preload, the extension and its Python face, embedded here.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::Result;

/// A Python file of the payload.
macro_rules! python {
    ($name:literal) => {
        (
            concat!("cg_plot_capture/", $name, ".py"),
            include_bytes!(concat!("../../sitecustomize/python/cg_plot_capture/", $name, ".py")),
        )
    };
}

/// Every file of the payload by its path within the payload's folder.
const FILES: [(&str, &[u8]); 8] = [
    ("libcg_plot_inject.so", include_bytes!(concat!(env!("OUT_DIR"), "/libcg_plot_inject.so"))),
    (
        "cg_plot_capture/_capture.abi3.so",
        include_bytes!(concat!(env!("OUT_DIR"), "/libcg_plot_capture.so")),
    ),
    python!("__init__"),
    python!("_children"),
    python!("_force"),
    python!("_quirks"),
    python!("_start"),
    python!("backend"),
];

/// The name of the payload's folder: it carries the hash of every byte below, so that another
/// version never overwrites files that a process has mapped.
pub(crate) fn folder_name() -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in FILES {
        hash.update(path.len().to_le_bytes());
        hash.update(path);
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize()[..8].iter().fold("payload-".to_owned(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// The preload within a payload's folder.
pub(crate) fn preload(folder: &Path) -> PathBuf {
    folder.join(FILES[0].0)
}

/// Writes every file below `folder`, which is made.
pub(crate) fn write(folder: &Path) -> Result<()> {
    fs_err::create_dir_all(folder.join("cg_plot_capture"))?;
    for (path, bytes) in FILES {
        fs_err::write(folder.join(path), bytes)?;
    }
    Ok(())
}
