//! OpenCV: types of arrays, windows, loops that wait for a key, both of its wheels.

use cg_plot_capture_tests::prelude::*;

use super::{OPENCV, World, numbered};

/// Programs that wait for a key, each with its output and the number of its pictures.
const LOOPS: [(&str, &str, usize); 12] = [
    ("while cv2.waitKey(1) & 0xFF != ord('q'): show(1)", "", 1),
    ("while cv2.waitKey(1) != 27: pass", "", 1),
    ("while cv2.waitKey(0) != 13: pass", "", 1),
    ("while cv2.waitKeyEx(5) != 32: pass", "", 1),
    ("while cv2.getWindowProperty('w', cv2.WND_PROP_VISIBLE) >= 1: cv2.waitKey(5)", "", 1),
    (
        "while True:\n  if cv2.pollKey() == 27: break\nprint(cv2.getWindowProperty('w', 4))",
        "1.0",
        1,
    ),
    (
        "keys = []\nfor number in range(20):\n  show(number)\n  keys.append(cv2.waitKey(1))\nprint(set(keys))",
        "{-1}",
        2,
    ),
    ("while cv2.waitKey(1) != ord('q') and cv2.waitKey(1) != 27: pass", "", 1),
    // New arrays that look the same, as in a video that begins with black frames.
    ("for n in range(250):\n  show(0)\n  if cv2.waitKey(1) != -1: break\nprint(n)", "249", 1),
    ("n = 0\nwhile cv2.waitKey(1) == -1:\n  n += 1\n  show(0)\nprint(n)", "302", 1),
    // A wait without a limit shows no video.
    ("n = 0\nwhile cv2.waitKey(0) == -1:\n  n += 1\n  show(0)\nprint(n)", "2", 1),
    (
        "image, n = numpy.zeros((9, 9), 'uint8'), 0\nwhile cv2.waitKey(1) == -1:\n  n += 1\n  cv2.imshow('w', image)\nprint(n)",
        "3",
        1,
    ),
];

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("pictures: OpenCV's arrays are delivered as its windows show them", |python| {
        let world = World::new(python, OPENCV.packages);
        let mut command = world.command();
        command.arg(script("pictures/arrays")).env("CG_PLOT_MODE", "save");
        let delivery = deliver(&mut command).success();
        let said = delivery.stdout();
        let same = said.lines().filter(|line| line.ends_with(" same")).count();
        assert!(same == 11 && said.ends_with(&"cv2.error\n".repeat(5)), "{said}");
    });
    suite.on_newest(
        "pictures: a wrong call of OpenCV does what it does in a real window",
        |python| {
            let world = World::new(python, OPENCV.packages);
            let mut command = world.command();
            let delivery = deliver(command.arg(script("pictures/calls"))).success();
            assert_eq!(delivery.stdout(), "67 calls\n", "{}", delivery.stderr());
            let code = "import cv2, pickle
assert pickle.loads(pickle.dumps(cv2.imshow)) is cv2.imshow
cv2.namedWindow('w')
cv2.createTrackbar('b', 'w', 0, 10)";
            let delivery = world.run(code, &[]);
            let stderr = delivery.stderr();
            assert!(stderr.contains("TypeError") && !stderr.contains("_pictures"), "{stderr}");
        },
    );
    suite.on_newest("pictures: loops that wait for a key in a window end", |python| {
        let world = World::new(python, OPENCV.packages);
        for (code, printed, count) in LOOPS {
            let code = format!(
                "import cv2, numpy\ndef show(number): cv2.imshow('w', numpy.full((9, 9), number, 'uint8'))\nshow(0)\n{}\n{code}",
                if code.contains("show") { "" } else { "cv2.waitKey(1)" }
            );
            let count = if code.contains("show(1)") { 1 } else { count };
            let delivery = world.run(&code, &[]).success();
            assert_eq!(delivery.stdout().trim(), printed, "{code}");
            let least = delivery.names().len();
            assert!(least == count || (code.contains("show(1)") && least == 2), "{code}: {least}");
        }
    });
    suite.on_newest(
        "pictures: CG_PLOT_FRAMES says which states of a window are delivered",
        |python| {
            let world = World::new(python, OPENCV.packages);
            let code = "import cv2, numpy
for number in range(30):
    cv2.imshow('w', numpy.full((9, 9), number, 'uint8'))
    cv2.waitKey(20)";
            for (frames, least, most) in [("last", 2, 2), ("all", 30, 30), ("8", 5, 8), ("1", 1, 1)]
            {
                let delivered =
                    world.run(code, &[("CG_PLOT_FRAMES", frames)]).success().names().len();
                assert!((least..=most).contains(&delivered), "{frames}: {delivered}");
            }
        },
    );
    suite.on_newest(
        "pictures: a window's last state is delivered however the program ends",
        |python| {
            let world = World::new(python, OPENCV.packages);
            let begin = "import cv2, numpy, os, sys
for number in range(5):
    cv2.imshow('w', numpy.full((9, 9), number, 'uint8'))
    cv2.waitKey(1)
";
            for end in [
                "",
                "os._exit(0)",
                "sys.exit()",
                "cv2.destroyAllWindows(); os._exit(0)",
                "if os.fork() == 0: pass\nelse: os.wait()",
            ] {
                let delivery = world.run(&format!("{begin}{end}"), &[]).success();
                assert_eq!(delivery.names(), numbered(2), "{end}");
            }
        },
    );
    suite.seldom().on_newest("pictures: a large image of a window has fewer pixels", |python| {
        let world = World::new(python, OPENCV.packages);
        let code = "import cv2, numpy
noise = numpy.random.default_rng(7).integers(0, 255, (500, 700), 'uint8')
cv2.imshow('noise', noise)
cv2.waitKey(0)";
        let settings = [("CG_PLOT_MAX_BYTES", "50000"), ("CG_PLOT_MODE", "both")];
        let delivery = world.run(code, &settings).success();
        let length = delivery.messages().remove(0).svg.len();
        assert!((20_000..=50_000).contains(&length), "{length}");
        assert!(delivery.stderr().contains("fewer pixels"), "{}", delivery.stderr());
        // The file has all pixels.
        let saved = fs_err::read(world.folder.path().join("plot_1.png")).unwrap();
        assert!(saved.len() > 200_000, "{}", saved.len());
    });
    let name = "pictures: OpenCV's full wheel needs no display";
    suite.on_newest(name, |python| {
        let world = World::new(python, &["opencv-python"]);
        // The machine may lack the libraries that draw its windows.
        if !run(world.command().args(["-c", "import cv2"])).status.success() {
            println!("skipped: the full wheel does not load here");
            return;
        }
        for display in ["", ":99"] {
            let mut command = world.command();
            command.arg(script("pictures/opencv/palette"));
            if !display.is_empty() {
                command.env("DISPLAY", display);
            }
            let delivery = deliver(&mut command).success();
            assert_eq!(
                (delivery.names(), delivery.stderr().as_str()),
                (numbered(1), ""),
                "{display}"
            );
        }
    });
}
