//! A template is refused, or names a file whatever the figure, the script and the machine are called.

#![no_main]

use cg_plot_capture::template::{Fields, Template};
use libfuzzer_sys::fuzz_target;

// Lines: the template, the script, the machine, the number of the figure, the process.
fuzz_target!(|data: &str| {
    let mut lines = data.split('\n');
    let [text, script, host] = [(); 3].map(|()| lines.next().unwrap_or_default());
    let mut number = || lines.next().and_then(|line| line.parse().ok()).unwrap_or(1_u64);
    let (i, pid) = (number(), number() as u32);
    let Ok(template) = Template::parse(text) else { return };
    assert_eq!(template.text(), text);
    assert_eq!(Template::parse(text).as_ref(), Ok(&template));

    let name = template.name(&Fields { i, pid, script, host });
    let message = name.message();
    assert!(message.ends_with(".svg") && !message.contains('/'), "{message:?}");
    // What it says of its own format and what it is saved as agree.
    let kind = name.suffix().unwrap_or("png".into());
    assert!(name.saved_as(&kind).to_lowercase().ends_with(&format!(".{kind}")), "{name:?}");
    assert!(name.saved_as("svg").to_lowercase().ends_with(".svg"), "{name:?}");
    // Names of other things bring no folders: those are the template's, or the letter 47.
    let named = template.name(&Fields { i: 1, pid: 1, script, host });
    let plain = template.name(&Fields { i: 1, pid: 1, script: "", host: "" });
    let folders = |path: &str| path.matches('/').count();
    assert!(text.contains(':') || folders(named.path()) == folders(plain.path()), "{named:?}");
    template.counts();
});
