//! Property tests of the reader. An input that failed once is a file in `corpus/`, which these
//! tests read each time, beside streams that are hard by design.

use std::path::{Component, Path};

use proptest::collection::vec;
use proptest::prelude::*;

use super::{BadLine, Message, MessageReader};

const GOOD: &str =
    r#"{"messageType": "file", "filename": "plot_1.svg", "data": "PHN2Zy8+", "size": 6}"#;

/// File names that a program may send.
const NAMES: [&str; 10] = [
    "plot_1.svg",
    "../x.svg",
    "/etc/x.svg",
    "..",
    ".svg",
    "a\\u0000.svg",
    "a\\u002f..\\u002fx.svg",
    "\\ud800.svg",
    "a\\nb.svg",
    "räksmörgås.svg",
];

/// Reads `bytes` in pieces of `sizes`, repeated.
fn read(bytes: &[u8], sizes: &[usize]) -> Vec<Result<Message, BadLine>> {
    let mut results = Vec::new();
    let mut reader = MessageReader::default();
    let mut rest = bytes;
    for size in sizes.iter().cycle() {
        let (piece, later) = rest.split_at((*size).clamp(1, rest.len().max(1)).min(rest.len()));
        reader.read(piece, |result| results.push(result));
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    results.extend(reader.end());
    results
}

/// Panics if the reader does not keep its guarantees.
fn check(bytes: &[u8], sizes: &[usize]) {
    let results = read(bytes, sizes);
    assert_eq!(results, read(bytes, &[bytes.len()]), "where pieces end makes no difference");
    let mut last = 0;
    for result in &results {
        match result {
            Ok(message) => {
                let name = message.filename.as_str();
                let parts: Vec<Component<'_>> = Path::new(name).components().collect();
                assert_eq!(parts, [Component::Normal(name.as_ref())], "{name:?}");
                assert!(name.ends_with(".svg") && !name.contains(char::is_control), "{name:?}");
            }
            Err(bad) => {
                let said = bad.to_string();
                assert!(bad.line > last, "line {} after line {last}", bad.line);
                assert!(said.len() < 600 && !said.contains(char::is_control), "{said:?}");
                last = bad.line;
            }
        }
    }
    let followed = [bytes, b"\n", GOOD.as_bytes(), b"\n"].concat();
    let found = read(&followed, sizes).pop();
    assert!(found.is_some_and(|result| result.is_ok()), "a good line is found behind it");
}

/// A message with one byte changed, missing or doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    (0..GOOD.len(), any::<u8>(), 0..3).prop_map(|(place, byte, way)| {
        let mut line = GOOD.as_bytes().to_vec();
        match way {
            0 => line[place] = byte,
            1 => drop(line.remove(place)),
            _ => line.insert(place, byte),
        }
        line
    })
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    let value = prop::sample::select(vec!["6", "-1", "6.0", "1e99", "null", "\"6\"", "[[[[", "{}"]);
    let built =
        (prop::sample::select(NAMES.to_vec()), value, ".{0,12}").prop_map(|(name, size, data)| {
            let data = serde_json::json!(data);
            format!(
                r#"{{"messageType": "file", "filename": "{name}", "data": {data}, "size": {size}}}"#
            )
        });
    prop_oneof![
        vec(any::<u8>(), 0..100),
        mutated(),
        built.prop_map(String::into_bytes),
        (0..GOOD.len()).prop_map(|end| GOOD.as_bytes()[..end].to_vec()),
        Just(GOOD.as_bytes().to_vec()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_keep_the_guarantees(
        bytes in vec(any::<u8>(), 0..2000), sizes in vec(1_usize..300, 1..5)
    ) {
        check(&bytes, &sizes);
    }

    #[test]
    fn any_lines_in_any_pieces_keep_the_guarantees(
        lines in vec(line(), 0..12), sizes in vec(1_usize..300, 1..5)
    ) {
        check(&lines.join(&b'\n'), &sizes);
    }

    #[test]
    fn every_good_line_between_others_is_found(lines in vec(line(), 0..8)) {
        let good = lines.iter().filter(|line| *line == GOOD.as_bytes()).count();
        let stream = lines.iter().flat_map(|line| [line.as_slice(), b"\n", GOOD.as_bytes(), b"\n"]);
        let stream: Vec<u8> = stream.flatten().copied().collect();
        let found = read(&stream, &[64]);
        let found = found.iter().filter(|result| result.as_ref().is_ok_and(is_good)).count();
        prop_assert!(found >= good + lines.len(), "{found} of {}", good + lines.len());
    }
}

fn is_good(message: &Message) -> bool {
    message.filename == "plot_1.svg" && message.svg == b"<svg/>"
}

#[test]
fn the_corpus_keeps_the_guarantees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = fs_err::read_dir(folder).expect("the corpus");
    let files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    assert!(files.len() > 10, "{files:?}");
    for file in files {
        let bytes = fs_err::read(&file).expect("its bytes");
        for sizes in [&[1][..], &[7, 64], &[1 << 16]] {
            check(&bytes, sizes);
        }
    }
}
