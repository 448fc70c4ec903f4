//! What differs between what a desktop shows and what is delivered.

use super::side::{Picture, Run};

/// The capture's own lines on stderr.
const OURS: &str = "cg-plot-capture: ";

/// What differs, in a few words each; empty if all is as it should be.
pub(super) fn differences(desktop: &Run, agg: &Run, captured: &Run) -> Vec<String> {
    let mut found = vec![];
    // Where Agg lacks what a desktop has, the desktop's will do.
    let allowed = [agg.status, if agg.status == 0 { 0 } else { desktop.status }];
    if !allowed.contains(&captured.status) {
        found.push(format!("exit status {}, not {}", captured.status, agg.status));
    }
    // There is nothing to deliver of what can't be drawn.
    let mut wanted = desktop.pictures.clone();
    wanted.retain(|picture| *picture != Picture::Blank);
    let (wanted, got) = (&wanted, &captured.pictures);
    if wanted.len() != got.len() {
        found.push(format!("{} figures, not {}", got.len(), wanted.len()));
    } else if let Some(which) = others(wanted, got) {
        let same = desktop.workers && sorted(wanted) == sorted(got);
        if !same {
            let order = if sorted(wanted) == sorted(got) { " in another order" } else { "" };
            found.push(format!("other bytes in figure {which}{order}"));
        }
    }
    let outputs = [&desktop.stdout, &captured.stdout].map(|text| without_addresses(text));
    if outputs[0] != outputs[1] {
        found.push(format!("stdout: {}", first_other(&outputs[0], &outputs[1])));
    }
    let stderr = if desktop.pictures.iter().all(|picture| matches!(picture, Picture::Svg(_))) {
        captured.stderr.clone()
    } else {
        // There is something to say about such a figure.
        let others = captured.stderr.lines().filter(|line| !line.starts_with(OURS));
        others.map(|line| format!("{line}\n")).collect()
    };
    let outputs = [&desktop.stderr, &stderr].map(|text| without_addresses(text));
    if outputs[0] != outputs[1] {
        found.push(format!("stderr: {}", first_other(&outputs[0], &outputs[1])));
    }
    found
}

/// The numbers of the figures that differ; what can't be compared does not.
fn others(wanted: &[Picture], got: &[Picture]) -> Option<String> {
    let pairs = wanted.iter().zip(got).enumerate();
    let differ = pairs.filter(|(_, (a, b))| matches!(a, Picture::Svg(_)) && a != b);
    let numbers: Vec<String> = differ.map(|(index, _)| (index + 1).to_string()).collect();
    (!numbers.is_empty()).then(|| numbers.join(", "))
}

fn sorted(pictures: &[Picture]) -> Vec<&[u8]> {
    let mut bytes: Vec<&[u8]> = pictures.iter().map(Picture::svg).collect();
    bytes.sort_unstable();
    bytes
}

/// `<object at 0x7f…>` is another one in each process.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        clean.push_str(" at 0x");
        clean.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    clean
}

/// The first line of the second text that is not the first's.
fn first_other(wanted: &str, got: &str) -> String {
    let (mut wanted, mut got) = (wanted.lines(), got.lines());
    loop {
        match (wanted.next(), got.next()) {
            (Some(a), Some(b)) if a == b => {}
            (_, Some(line)) => return format!("{line:.100}"),
            (Some(line), None) => return format!("lacks {line:.100}"),
            (None, None) => return "line ends".into(),
        }
    }
}

/// A comparison that finds nothing proves something only if it finds what is there.
pub(super) fn finds_what_differs() {
    let picture = |byte| Picture::Svg(vec![byte]);
    let good = Run {
        stdout: "out\n".into(),
        pictures: vec![picture(1), picture(2), Picture::Heavy, Picture::Failed, Picture::Blank],
        ..Run::default()
    };
    let captured = Run {
        stderr: "cg-plot-capture: rasterised\n".into(),
        pictures: vec![picture(1), picture(2), picture(3), picture(4)],
        ..good.clone()
    };
    let found = |change: fn(&mut Run)| {
        let mut captured = captured.clone();
        change(&mut captured);
        differences(&good, &good, &captured).join("; ")
    };
    assert_eq!(found(|_| {}), "");
    assert_eq!(found(|run| run.status = 1), "exit status 1, not 0");
    assert_eq!(found(|run| run.stdout.clear()), "stdout: lacks out");
    assert_eq!(without_addresses("<a at 0x7fb>, <b at 0x1>"), "<a at 0x>, <b at 0x>");
    assert_eq!(found(|run| run.stderr.insert_str(0, "odd\n")), "stderr: odd");
    assert_eq!(found(|run| drop(run.pictures.pop())), "3 figures, not 4");
    assert_eq!(found(|run| run.pictures.push(Picture::Heavy)), "5 figures, not 4");
    assert_eq!(found(|run| run.pictures[1] = Picture::Svg(vec![9])), "other bytes in figure 2");
    let light = Run { pictures: vec![picture(1), picture(2)], ..Run::default() };
    let mut swapped = Run { pictures: vec![picture(2), picture(1)], ..Run::default() };
    let found = |desktop: &Run, captured: &Run| differences(desktop, desktop, captured).join("; ");
    assert_eq!(found(&light, &swapped), "other bytes in figure 1, 2 in another order");
    assert_eq!(found(&Run { workers: true, ..light.clone() }, &swapped), "");
    let refused = Run { status: 1, ..good.clone() };
    assert_eq!(differences(&good, &refused, &captured), [""; 0]);
    assert_eq!(differences(&refused, &good, &captured), [""; 0]);
    assert_eq!(differences(&good, &good, &Run { status: 1, ..captured }).len(), 1);
    swapped.stderr = "cg-plot-capture: a word\n".into();
    swapped.pictures.reverse();
    assert_eq!(found(&light, &swapped), "stderr: cg-plot-capture: a word");
}
