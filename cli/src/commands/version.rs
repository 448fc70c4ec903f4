//! `--version`: which build this is.

use crate::payload::{self, LIBC};

/// The version, the commit, the payload by the hash that its folder is named by, and the compiler.
/// Two builds with the same payload capture alike.
pub(crate) fn text() -> String {
    format!(
        "cg-plot-capture {}\ncommit {}\npayload {} for {LIBC} on {}\nbuilt by {}\n",
        env!("CARGO_PKG_VERSION"),
        env!("CG_PLOT_COMMIT"),
        payload::folder_name().trim_start_matches(payload::PREFIX),
        std::env::consts::ARCH,
        env!("CG_PLOT_COMPILER"),
    )
}
