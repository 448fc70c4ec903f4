use super::*;

fn figure(name: &str) -> CollectedFigure {
    CollectedFigure::arriving(name.into(), name.into(), b"<svg/>")
}

/// The page of `figures`, each of which is a file with six bytes.
fn page(figures: &[CollectedFigure], progress: Progress) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for figure in figures {
        fs_err::write(folder.path().join(&figure.file), "<svg/>").expect("written");
    }
    let gallery = Gallery::new("python3 a.py", figures, true, progress);
    let path = gallery.write(folder.path()).expect("a page");
    assert!(!is_foreign(&path));
    fs_err::read_to_string(path).expect("a page")
}

#[test]
fn script_and_process_are_parsed_from_names_of_our_template() {
    for (name, origin) in [
        ("plain-12-1.svg", Some(("plain", "12"))),
        ("my-plots-12-34.svg", Some(("my-plots", "12"))),
        ("plot_1.svg", None),
        ("a-b-1.svg", None),
        ("a--1.svg", None),
    ] {
        let figure = figure(name);
        assert_eq!(figure.script().zip(figure.process()), origin, "{name}");
    }
}

#[test]
fn figures_are_in_order_under_their_scripts_and_processes() {
    let names = ["b-1-1.svg", "a-2-1.svg", "b-3-1.svg", "b-1-2.svg"];
    let page = page(&names.map(figure), Progress::Ended);
    let order = [">b<", "Process 1<", names[0], names[3], "Process 3<", names[2], ">a<", names[1]];
    let places = order.map(|text| page.find(text).expect(text));
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.contains("4 figures from 3 processes"));
}

#[test]
fn workers_of_two_machines_with_one_number_are_told_apart() {
    let figure = |name, host: &str| CollectedFigure { host: Some(host.into()), ..figure(name) };
    let page = page(&[figure("a-7-1.svg", "east"), figure("a-7-2.svg", "<w>")], Progress::Ended);
    assert!(
        page.contains("Process 7 on east") && page.contains("Process 7 on &#60;w&#62;"),
        "{page}"
    );
    assert!(page.contains("2 figures from 2 processes"));
}

#[test]
fn a_complete_page_holds_its_figures_and_a_live_one_names_them() {
    let complete = page(&[figure("plot_1.svg")], Progress::Ended);
    assert!(complete.contains(r#"src="data:image/svg+xml;base64,PHN2Zy8+""#), "{complete}");
    assert!(!complete.contains("frame-src") && !complete.contains("data-running"));
    let live = page(&[figure("plot_1.svg")], Progress::Running);
    assert!(live.contains(r#"src="plot_1.svg""#), "{live}");
    assert!(live.contains("frame-src") && live.contains("data-running"));
}

#[test]
fn figures_that_would_make_the_page_too_large_stay_files() {
    let large = |name| CollectedFigure { bytes: 10 << 20, ..figure(name) };
    let page = page(&[large("a.svg"), large("b.svg"), figure("c.svg")], Progress::Ended);
    assert!(!page.contains(r#"src="a.svg""#));
    assert!(page.contains(r#"src="b.svg""#) && page.contains(r#"src="c.svg""#));
    assert!(page.contains("The last 2 figures are files beside this page"), "{page}");
}

#[test]
fn a_page_is_written_even_if_a_figure_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let figures = [figure("plot_1.svg")];
    let gallery = Gallery::new("", &figures, true, Progress::Ended);
    let path = gallery.write(folder.path()).expect("a page");
    assert!(fs_err::read_to_string(path).expect("a page").contains(r#"src="plot_1.svg""#));
}

#[test]
fn a_hostile_name_is_escaped_as_text_and_as_an_address() {
    let names = ["\"><script>alert(1)<|script>.svg", "data:x#?%&.svg"];
    let page = page(&names.map(figure), Progress::Running);
    assert!(!page.contains("<script>alert"));
    assert!(page.contains(r#"src="data%3Ax%23%3F%25%26.svg""#), "{page}");
}

#[test]
fn a_page_of_ours_is_recognised() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(PAGE);
    assert!(!is_foreign(&path));
    fs_err::write(&path, "<h1>My site</h1>").expect("written");
    assert!(is_foreign(&path));
}

#[test]
fn the_policy_allows_the_two_inline_texts_and_no_network() {
    let page = page(&[figure("plot_1.svg")], Progress::Ended);
    assert!(page.contains("default-src 'none'"));
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("://"), "an address in the page");
}

#[test]
fn a_complete_page_has_the_descriptions_and_as_much_data_as_there_is_room_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = |label: &str, count: usize| {
        let y = vec!["1"; count].join(",");
        format!(
            "{{\"version\":1,\"words\":\"A line.\",\"figure\":{{\"made_at\":{{\"file\":\"a.py\",\"line\":2}}}},\
             \"axes\":[{{\"artists\":[{{\"kind\":\"line\",\"label\":\"{label}\",\"y\":[{y}]}}]}}]}}"
        )
    };
    let figure = |name: &str, json: &str| {
        let svg = format!("<svg><metadata id=\"cg-plot-capture\">{json}</metadata></svg>");
        fs_err::write(folder.path().join(name), &svg).expect("written");
        CollectedFigure::arriving(name.into(), name.into(), svg.as_bytes())
    };
    let mut figures = vec![figure("a.svg", &json("&lt;i&gt;", 101))];
    for number in 0..200 {
        figures.push(figure(&format!("b{number}.svg"), &json("b", 100)));
    }
    let page = |progress| {
        let gallery = Gallery::new("", &figures, false, progress);
        fs_err::read_to_string(gallery.write(folder.path()).expect("a page")).expect("a page")
    };
    let complete = page(Progress::Ended);
    assert!(
        complete.contains("<summary>What is in figure 1</summary>\n<p>A line.</p>"),
        "{complete:.3000}"
    );
    assert!(complete.contains("Made by a.py, line 2.") && !complete.contains("<i>"));
    assert!(complete.contains("(and 1 more rows, which are in figures.json)"));
    assert_eq!(complete.matches("<tr><td>").count(), details::PAGE_ROWS);
    assert!(complete.contains("<p>line b: 100 rows, which are in figures.json.</p>"));
    assert!(!page(Progress::Running).contains("<details>"));
}
