//! The flags of `enable` that store a setting: one for each but `CG_PLOT_CAPTURE`, which is read
//! before there is a file to look into.

use crate::install::stored::Stored;

/// What they were given.
#[derive(clap::Args)]
#[command(
    next_help_heading = "Settings, stored for every process (a variable of the environment wins)"
)]
pub(super) struct Flags {
    /// Where figures go: display, save or both [default: display]
    #[arg(long)]
    mode: Option<String>,
    /// Where to save and what to call it; {i}, {pid}, {script} and {host} are filled in, the suffix is the format [default: plot_{i}.png]
    #[arg(long, value_name = "TEMPLATE")]
    filename: Option<String>,
    /// What a blocking show leaves open: close (nothing), keep (all), auto (all under a test runner) [default: auto]
    #[arg(long, value_name = "WHAT")]
    after_show: Option<String>,
    /// Figures that were never shown: ignore, or capture at exit [default: ignore]
    #[arg(long, value_name = "WHAT")]
    unshown: Option<String>,
    /// From how many elements on a part of a displayed figure is sent as pixels: auto (10000), never or a number [default: auto]
    #[arg(long, value_name = "N")]
    rasterize: Option<String>,
    /// How many bytes an SVG may have before the whole figure is sent as pixels [default: 4000000]
    #[arg(long, value_name = "N")]
    max_bytes: Option<String>,
    /// What a loop of plt.pause() delivers: last, all or a number of states [default: last]
    #[arg(long, value_name = "N")]
    frames: Option<String>,
    /// How many figures a process may deliver: a number or none [default: 1000]
    #[arg(long, value_name = "N")]
    max_figures: Option<String>,
    /// What is said on stderr: warn or debug [default: warn]
    #[arg(long, value_name = "LEVEL")]
    log: Option<String>,
}

impl Flags {
    /// The settings to store; `Err` says which value is bad, and what is allowed.
    pub(super) fn stored(&self) -> Result<Stored, String> {
        Stored::given(&[
            ("CG_PLOT_MODE", self.mode.as_deref()),
            ("CG_PLOT_FILENAME", self.filename.as_deref()),
            ("CG_PLOT_AFTER_SHOW", self.after_show.as_deref()),
            ("CG_PLOT_UNSHOWN", self.unshown.as_deref()),
            ("CG_PLOT_RASTERIZE", self.rasterize.as_deref()),
            ("CG_PLOT_MAX_BYTES", self.max_bytes.as_deref()),
            ("CG_PLOT_FRAMES", self.frames.as_deref()),
            ("CG_PLOT_MAX_FIGURES", self.max_figures.as_deref()),
            ("CG_PLOT_LOG", self.log.as_deref()),
        ])
    }
}
