//! The payload: the preload, the extension and its Python package, embedded in the command and
//! written to folders.

use std::fmt::Write as _;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::file::{self, Snapshot};

/// The Python package in the payload's folder.
const PACKAGE: &str = "cg_plot_capture";

/// The folders within the package: the reader of figures, what brings figures of tasks to
/// their program, and the adapters of other libraries.
const INNER: [&str; 3] = ["_describe", "_engines", "_pictures"];

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
const FILES: &[(&str, &[u8])] = &[
    ("libcg_plot_inject.so", include_bytes!(concat!(env!("OUT_DIR"), "/libcg_plot_inject.so"))),
    (
        "cg_plot_capture/_capture.abi3.so",
        include_bytes!(concat!(env!("OUT_DIR"), "/_capture.abi3.so")),
    ),
    python!("__init__"),
    python!("_alias"),
    python!("_backend_switch"),
    python!("_bare_name"),
    python!("_call_site"),
    python!("_children"),
    python!("_deliver"),
    python!("_describe/__init__"),
    python!("_describe/_axes"),
    python!("_describe/_axis"),
    python!("_describe/_bars"),
    python!("_describe/_boxes"),
    python!("_describe/_collections"),
    python!("_describe/_colors"),
    python!("_describe/_composites"),
    python!("_describe/_data"),
    python!("_describe/_fields"),
    python!("_describe/_fills"),
    python!("_describe/_kinds"),
    python!("_describe/_lazy"),
    python!("_describe/_lines"),
    python!("_describe/_nouns"),
    python!("_describe/_patches"),
    python!("_describe/_plotnine"),
    python!("_describe/_private"),
    python!("_describe/_ranges"),
    python!("_describe/_said"),
    python!("_describe/_solids"),
    python!("_describe/_spoken"),
    python!("_describe/_texts"),
    python!("_describe/_words"),
    python!("_description"),
    python!("_drawing_warnings"),
    python!("_engines/_outbox"),
    python!("_engines/_receiver"),
    python!("_engines/_record"),
    python!("_engines/_tasks"),
    python!("_engines/dask_client"),
    python!("_engines/dask_worker"),
    python!("_engines/ray"),
    python!("_error_boundary"),
    python!("_exit_hook"),
    python!("_fd3"),
    python!("_figure_state"),
    python!("_fingerprint"),
    python!("_frames"),
    python!("_import_watch"),
    python!("_inline"),
    python!("_matplotlib_modules"),
    python!("_matplotlib_private"),
    python!("_open_figures"),
    python!("_picture"),
    python!("_picture_description"),
    python!("_pictures/_draw_child"),
    python!("_pictures/_drawn"),
    python!("_pictures/_opencv_function"),
    python!("_pictures/_opencv_image"),
    python!("_pictures/_opencv_keys"),
    python!("_pictures/_opencv_window"),
    python!("_pictures/_turtle_canvas"),
    python!("_pictures/_turtle_clock"),
    python!("_pictures/_turtle_colors"),
    python!("_pictures/_turtle_errors"),
    python!("_pictures/_turtle_events"),
    python!("_pictures/_turtle_find"),
    python!("_pictures/_turtle_fonts"),
    python!("_pictures/_turtle_geometry"),
    python!("_pictures/_turtle_images"),
    python!("_pictures/_turtle_interpreter"),
    python!("_pictures/_turtle_items"),
    python!("_pictures/_turtle_layout"),
    python!("_pictures/_turtle_options"),
    python!("_pictures/_turtle_path"),
    python!("_pictures/_turtle_postscript"),
    python!("_pictures/_turtle_real_tk"),
    python!("_pictures/_turtle_screen"),
    python!("_pictures/_turtle_svg"),
    python!("_pictures/_turtle_tk"),
    python!("_pictures/_turtle_view"),
    python!("_pictures/_turtle_watch"),
    python!("_pictures/_turtle_widgets"),
    python!("_pictures/_turtle_window"),
    python!("_pictures/_turtle_wm"),
    python!("_pictures/_turtle_winfo"),
    python!("_pictures/altair"),
    python!("_pictures/opencv"),
    python!("_pictures/pillow"),
    python!("_pictures/plotly"),
    python!("_pictures/turtle"),
    python!("_png"),
    python!("_process_exit"),
    python!("_pyplot"),
    python!("_rasterize"),
    python!("_render"),
    python!("_reported_backend"),
    python!("_savefig"),
    python!("_screen_pixels"),
    python!("_script"),
    python!("_send"),
    python!("_start"),
    python!("_svg"),
    python!("_svg_text"),
    python!("_test_runner"),
    python!("_timers"),
    python!("_toolkit_answers"),
    python!("_toolkit_names"),
    python!("_toolkit_stub"),
    python!("_toolkit_window"),
    python!("_user_input"),
    python!("_window_events"),
    python!("backend"),
];

/// The libc of the Pythons that the payload is for.
pub(crate) const LIBC: &str = env!("CG_PLOT_PAYLOAD_LIBC");

/// The start of the name of every payload's folder.
pub(crate) const PREFIX: &str = "payload-";

/// The name of the payload's folder. It has the hash of all bytes below, so that another version
/// never overwrites files that a process has mapped.
pub(crate) fn folder_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        let mut hash = Sha256::new();
        for (path, bytes) in FILES {
            hash.update(path.len().to_le_bytes());
            hash.update(path);
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        }
        hash.finalize()[..8].iter().fold(PREFIX.to_owned(), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
    });
    &NAME
}

/// The path of the preload in a payload's folder.
pub(crate) fn preload(folder: &Path) -> PathBuf {
    folder.join(FILES[0].0)
}

/// The path of the Python package in a payload's folder.
pub(crate) fn package(folder: &Path) -> PathBuf {
    folder.join(PACKAGE)
}

/// Every folder of Python files within a payload's folder, an outer one before those in it.
pub(crate) fn python_folders(folder: &Path) -> Vec<PathBuf> {
    let package = package(folder);
    let inner = INNER.map(|name| package.join(name));
    [package].into_iter().chain(inner).collect()
}

/// Writes every file below `folder`, which is made, readable by every user. A file that is there
/// already is left alone: processes may have it mapped.
pub(crate) fn write(folder: &Path) -> Result<()> {
    make(folder)?;
    for (path, bytes) in FILES {
        if !is_as_written(folder, path, bytes)? {
            file::replace(&folder.join(path), bytes, mode(path), None)?;
        }
    }
    Ok(())
}

/// Writes every file below `folder`, which is new and belongs to us, for one command. It does not
/// wait for the disk.
pub(crate) fn unpack(folder: &Path) -> Result<()> {
    make(folder)?;
    for (path, bytes) in FILES {
        let file = folder.join(path);
        fs_err::write(&file, bytes)?;
        fs_err::set_permissions(file, Permissions::from_mode(mode(path)))?;
    }
    Ok(())
}

fn make(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        file::remove(folder)?;
    }
    fs_err::create_dir_all(folder)?;
    fs_err::set_permissions(folder, Permissions::from_mode(0o755))?;
    for folder in python_folders(folder) {
        fs_err::create_dir_all(&folder)?;
        fs_err::set_permissions(folder, Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Whether every file has the right content and mode.
pub(crate) fn is_whole(folder: &Path) -> Result<bool> {
    for (path, bytes) in FILES {
        if !is_as_written(folder, path, bytes)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_as_written(folder: &Path, path: &str, bytes: &[u8]) -> Result<bool> {
    let there = Snapshot::of(&folder.join(path))?;
    Ok(there.is_some_and(|there| there.bytes == bytes && there.mode == mode(path)))
}

fn mode(path: &str) -> u32 {
    if path.ends_with(".so") { 0o755 } else { 0o644 }
}

/// Removes a payload's folder. If `named`, a process still names the preload, which stays: ld.so(8)
/// would complain to every program about a missing one, and without the package beside it the
/// preload does nothing. Returns the preload that stays.
pub(crate) fn remove(folder: &Path, named: bool) -> Result<Option<PathBuf>> {
    let preload = preload(folder);
    if !folder.is_dir() {
        file::remove(folder)?;
        return Ok(None);
    }
    if !named || !preload.exists() {
        file::remove_tree(folder)?;
        return Ok(None);
    }
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            _ if path == preload => {}
            true => file::remove_tree(&path)?,
            false => file::remove(&path)?,
        }
    }
    Ok(Some(preload))
}
