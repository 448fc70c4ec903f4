//! Whatever environment a new program is given, what is not ours stays as it is, in its order, and
//! who has been given all is given nothing more.

#![no_main]
#![allow(dead_code, reason = "the preload uses more of it")]

use environment::{EnvChange, EnvEntry, Inherit, EnvPlan, PreloadChange, EnvSummary, plan};
use elf_header::ElfHeader;
use libfuzzer_sys::fuzz_target;
use text_buffer::TextBuffer;

#[path = "../../../inject/src/environment.rs"]
mod environment;
#[path = "../../../inject/src/elf_header.rs"]
mod elf_header;
#[path = "../../../inject/src/preload_list.rs"]
mod preload_list;
#[path = "../../../inject/src/text_buffer.rs"]
mod text_buffer;

/// Our path, and what a process that has us passes on.
const US: &[u8] = b"/u.so";
const SETTING: &[u8] = b"CG_PLOT_MODE=both";
const CHANNEL: &[u8] = b"CG_PLOT_CHANNEL=1:2";

type Environment = Vec<Vec<u8>>;

// What the process has to pass on, a bit each in a byte, and the entries, a line each.
fuzz_target!(|data: &[u8]| {
    let Some((flags, bytes)) = data.split_first() else { return };
    let flag = |bit: u8| flags >> bit & 1 == 1;
    let [active, by_variable, settings, channel] = [0, 1, 2, 3].map(flag);
    let inherit = Inherit { active, by_variable, settings, channel };
    let usable = flag(4);
    let given: Environment = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if let ElfHeader::Script(interpreter) = ElfHeader::of(bytes) {
        assert!(!bytes[interpreter].is_empty());
    }

    let EnvPlan::Change(change) = planned(&given, inherit, usable) else { return };
    assert!(active);
    let made = amended(&given, change);
    assert_eq!(others(&made), others(&given));
    assert_eq!(listed(&made), listed(&given));
    let lists = |one: &Environment| one.iter().filter(|entry| is_list(entry)).count();
    assert!(lists(&made) <= lists(&given).max(1));
    if by_variable && lists(&given) < 2 {
        let holds = |entry: &Vec<u8>| matches!(EnvEntry::of(entry), EnvEntry::Preload(list) if preload_list::holds(list, US));
        assert_eq!(made.iter().any(holds), usable);
    }
    // A program that could not have us may be given the settings only when we are out.
    if !matches!(change.preload, PreloadChange::Remove(_)) {
        assert!(matches!(planned(&made, inherit, usable), EnvPlan::Pass(_)));
    }
});

fn planned(entries: &Environment, inherit: Inherit, usable: bool) -> EnvPlan {
    plan(inherit, || EnvSummary::of(entries.iter().map(|entry| EnvEntry::of(entry)), US), || usable)
}

/// What the hook makes of it, in memory that grows.
fn amended(entries: &Environment, change: EnvChange) -> Environment {
    let mut made = vec![];
    for (index, entry) in entries.iter().enumerate() {
        let mut buffer = vec![0; entry.len() + 64];
        let mut text = TextBuffer::new(&mut buffer);
        let kept = match (change.preload, EnvEntry::of(entry)) {
            (PreloadChange::Append(at), EnvEntry::Preload(list)) if at == index => {
                preload_list::append(list, US, &mut text).map(|()| true)
            }
            (PreloadChange::Remove(at), EnvEntry::Preload(list)) if at == index => {
                preload_list::remove(list, US, &mut text)
            }
            _ => text.push(entry).and_then(|()| text.push(b"\0")).map(|()| true),
        };
        let end = text.length() - 1;
        if kept.expect("room") {
            made.push(buffer[..end].to_vec());
        }
    }
    if change.preload == PreloadChange::New {
        made.push([preload_list::PRELOAD, US].concat());
    }
    made.extend(change.settings.then(|| SETTING.to_vec()));
    made.extend(change.channel.then(|| CHANNEL.to_vec()));
    made
}

/// The entries that are none of ours.
fn others(entries: &Environment) -> Vec<&[u8]> {
    let foreign = |entry: &&Vec<u8>| EnvEntry::of(entry) == EnvEntry::Foreign;
    entries.iter().filter(foreign).map(Vec::as_slice).collect()
}

/// The libraries in `LD_PRELOAD` that are none of ours.
fn listed(entries: &Environment) -> Vec<&[u8]> {
    let lists = entries.iter().filter_map(|entry| match EnvEntry::of(entry) {
        EnvEntry::Preload(list) => Some(list),
        _ => None,
    });
    let paths = lists.flat_map(|list| list.split(|byte| matches!(byte, b':' | b' ')));
    paths.filter(|path| !path.is_empty() && *path != US).collect()
}

fn is_list(entry: &[u8]) -> bool {
    matches!(EnvEntry::of(entry), EnvEntry::Preload(_))
}
