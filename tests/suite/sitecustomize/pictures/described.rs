//! The descriptions of pictures: size, title, place, and what Plotly and Altair say of their charts.

use serde_json::{Value, json};

use cg_plot_capture_tests::prelude::*;

use super::{LIBRARIES, Library, PILLOW, PLOTLY, World};
use crate::sitecustomize::describe::description;

const TURTLE: Library = Library {
    name: "turtle",
    packages: &[],
    show: "import turtle
def show(number):
    turtle.setup(300, 200)
    turtle.title('a <b>')
    turtle.fd(number)
    turtle.done()",
};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("pictures: each library's are described if that is asked for", |python| {
        let mut files = vec![];
        let mut worlds = vec![];
        for library in LIBRARIES.into_iter().chain([TURTLE]) {
            let world = World::new(python, library.packages);
            let code = format!("{}\nshow(1)", library.show);
            let settings = [("CG_PLOT_MODE", "both"), ("CG_PLOT_FILENAME", "a_{i}.svg")];
            let plain = world.run(&code, &settings).success();
            assert_eq!(world.files(), ["a_1.svg"], "{}", library.name);
            let settings = [settings[0], settings[1], ("CG_PLOT_DESCRIBE", "on")];
            let delivery = world.run(&code, &settings).success();
            assert_eq!(delivery.stderr(), plain.stderr(), "{}", library.name);
            assert_eq!(world.files(), ["a_1.svg", "a_1.svg.json"], "{}", library.name);
            let file = world.folder.path().join("a_1.svg.json");
            let saved: Value = serde_json::from_slice(&fs_err::read(&file).unwrap()).unwrap();
            let message = &delivery.messages()[0];
            assert_eq!(description(&message.svg), saved, "{}", library.name);
            check(&saved, &message.svg, library);
            let plain = String::from_utf8(plain.messages()[0].svg.clone()).unwrap();
            assert!(!plain.contains("role=\"img\"") && !plain.contains("<desc>"), "{plain}");
            files.push(file);
            worlds.push(world);
        }
        let checker = venv_with(python, &["matplotlib", "jsonschema"]);
        let mut command = Command::new(checker);
        command.arg(script("describe/check_files"));
        succeed(command.arg(workspace().join("docs/description.schema.json")).args(files));
    });
    suite.on_newest(
        "pictures: what a chart says of itself is bounded in its description",
        |python| {
            let long = "import numpy\n\
            go.Figure(go.Bar(y=numpy.arange(5000.), name='x' * 20000)).show()\n\
            go.Figure([go.Bar(y=[float(n), 1, 'z' * 9000]) for n in range(100)]).show()\n\
            go.Figure(go.Heatmap(z=numpy.arange(6.).reshape(2, 3))).show()";
            let world = World::new(python, PLOTLY.packages);
            let settings = [("CG_PLOT_DESCRIBE", "on")];
            let delivery = world.run(&format!("{}\n{long}", PLOTLY.show), &settings).success();
            let told: Vec<Value> =
                delivery.messages().iter().map(|message| description(&message.svg)).collect();
            let bars = &told[0]["specification"]["data"][0];
            assert_eq!((&bars["y"]["count"], &bars["y"]["mean"]), (&json!(5000), &json!(2499.5)));
            assert_eq!(bars["y"]["sha256"].as_str().unwrap().len(), 64);
            assert_eq!(bars["name"].as_str().unwrap().chars().count(), 10_001);
            for message in delivery.messages() {
                assert!(message.svg.len() < 270_000, "{}", message.svg.len());
            }
            assert_eq!(told[1]["specification"]["data"][99]["y"][0], json!(99.0));
            assert_eq!(
                told[2]["specification"]["data"][0]["z"],
                json!([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
            );
        },
    );
    suite.on_newest(
        "pictures: a description stays within the bytes that an SVG may have",
        |python| {
            let world = World::new(python, PILLOW.packages);
            let settings = [
                ("CG_PLOT_DESCRIBE", "on"),
                ("CG_PLOT_MAX_BYTES", "800"),
                ("CG_PLOT_LOG", "debug"),
            ];
            let delivery = world.run(&format!("{}\nshow(1)", PILLOW.show), &settings).success();
            let svg = &delivery.messages()[0].svg;
            assert!(svg.len() <= 800 && !String::from_utf8_lossy(svg).contains("<desc>"));
            assert!(delivery.stderr().contains("a figure goes out without a description: "));
        },
    );
}

/// A description says of each library's picture what there is to say.
fn check(told: &Value, svg: &[u8], library: Library) {
    let figure = &told["figure"];
    let svg = std::str::from_utf8(svg).unwrap();
    let text = format!("{told}");
    let (name, kind, size, words) = match library.name {
        "pillow" => ("Pillow", "image", Some([8, 8]), "Image of Pillow, 8 by 8 pixels."),
        "opencv" => ("OpenCV", "image", Some([8, 8]), "Image of OpenCV titled “1”, 8 by 8 pixels."),
        "plotly" => ("Plotly", "chart", None, "Chart of Plotly. bar."),
        "altair" => ("Altair", "chart", None, "Chart of Altair"),
        _ => ("turtle", "drawing", None, "Drawing of turtle titled “a <b>”, "),
    };
    assert_eq!((&figure["library"], &figure["kind"]), (&json!(name), &json!(kind)), "{text}");
    assert!(told["words"].as_str().unwrap().starts_with(words), "{text}");
    assert_eq!(figure["shown_at"]["function"], json!("show"), "{text}");
    assert_eq!(figure["shown_at"]["file"], json!("<string>"), "{text}");
    if let Some(size) = size {
        let dpi = figure["dpi"].as_f64().unwrap();
        let pixels: Vec<f64> = figure["size"]
            .as_array()
            .unwrap()
            .iter()
            .map(|side| side.as_f64().unwrap() * dpi)
            .collect();
        assert_eq!(pixels, size.map(f64::from));
    }
    assert!(svg.contains(" role=\"img\"") && svg.matches("<title>").count() == 1, "{svg}");
    match library.name {
        "plotly" => assert_eq!(told["specification"]["data"][0]["y"], json!([1, 1]), "{text}"),
        "altair" => assert!(text.contains(r#""encoding":{"y":{"field":"a""#), "{text}"),
        _ => assert!(told.get("specification").is_none(), "{text}"),
    }
}
