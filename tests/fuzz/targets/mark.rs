//! What stands in the attribute of a saved file is what we have written, or nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "what the target does not ask for")]
#[path = "../../../sitecustomize/src/save/owner_mark.rs"]
mod owner_mark;

fuzz_target!(|data: &[u8]| {
    let Some(mark) = owner_mark::OwnerMark::parse(data) else { return };
    assert_eq!(mark.bytes(), data);
    // Their numbers are handed to kill(2).
    assert!(mark.program.number > 0 && mark.writer.number > 0 && !mark.script.is_empty());
});
