//! What is known of single scripts of the gallery.

/// Those that say most in little time, for every run of the tests.
pub(super) const SAMPLE: [&str; 5] = [
    "examples/animation/simple_anim.py",
    "examples/event_handling/path_editor.py",
    "examples/misc/customize_rc.py",
    "examples/misc/demo_agg_filter.py",
    "examples/widgets/radio_buttons.py",
];

/// Those that draw or say something else each time, or wait for somebody, and what that is.
pub(super) const EXCUSES: [(&str, &str); 3] = [
    ("examples/event_handling/ginput_manual_clabel_sgskip.py", "asks for clicks until it has them"),
    // Without the capture too; with address randomisation off (`setarch -R`) they are the same.
    ("users_explain/axes/arranging_axes.py", "savefig writes other bytes each time"),
    // The desktop's runner has imported more of Matplotlib before.
    ("users_explain/axes/axes_units.py", "prints in which order modules were imported"),
];
