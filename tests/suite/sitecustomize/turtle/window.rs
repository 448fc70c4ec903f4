//! The window of turtles: the times of its deliveries, its clock, and its SVG.

use std::time::Instant;

use cg_plot_capture_tests::prelude::*;

use super::{World, svg};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("turtle: one picture a window, however the program ends", |python| {
        let world = World::new(python);
        for (end, printed) in [
            ("", ""),
            ("turtle.done()\nprint('on')", "on\n"),
            ("turtle.exitonclick()\nprint('on')", "on\n"),
            ("turtle.bye()\nprint('on')", "on\n"),
            ("turtle.Screen().mainloop()", ""),
            ("turtle.Screen()._root.mainloop()", ""),
            ("import sys\nsys.exit()", ""),
            ("import os\nos._exit(0)", ""),
            (
                "turtle.done()\ntry: turtle.fd(9)\nexcept turtle.Terminator: print('closed')",
                "closed\n",
            ),
            ("import os\nif os.fork() == 0: sys = __import__('sys'); sys.exit()\nos.wait()", ""),
        ] {
            let delivery =
                world.run(&format!("import turtle\nturtle.fd(50)\n{end}"), &[]).success();
            assert_eq!(
                (delivery.stdout().as_str(), delivery.stderr().as_str()),
                (printed, ""),
                "{end}"
            );
            assert_eq!(delivery.names(), ["plot_1.svg"], "{end}");
        }
        let nothing = world.run("import turtle\nprint(turtle.Vec2D(1, 2))", &[]).success();
        assert!(nothing.names().is_empty());
    });
    suite.on_newest("turtle: a program that calls itself too often gets its own error", |python| {
        let world = World::new(python);
        for step in ["fd(1)", "dot()", "write('x')"] {
            let code = format!(
                "import turtle\ndef tree(n):\n    turtle.{step}\n    tree(n + 1)\n\
                 try: tree(0)\nexcept RecursionError: print('too deep')"
            );
            let delivery = world.run(&code, &[]).success();
            assert_eq!((delivery.stdout(), delivery.stderr()), ("too deep\n".into(), "".into()));
            assert_eq!(delivery.names(), ["plot_1.svg"], "{step}");
        }
    });
    suite.on_newest("turtle: the lines of a text begin where they do in Tk", |python| {
        let world = World::new(python);
        let code = "
import re, turtle
canvas = turtle.getcanvas()
turtle.write('Game over\\nyou', align='center', font=('Arial', 24, 'normal'))
turtle.write('alone', align='center')
canvas.create_text(0, 50, text='wrap this text please', width=60, justify='right')
turtle.done()";
        let delivery = world.run(code, &[]).success();
        let picture = svg(&delivery.messages()[0]);
        // The block is centred and its lines are not; a line by itself is; a text of a width is wrapped.
        let texts: Vec<&str> = picture.split("<text ").skip(1).collect();
        let anchors =
            texts.iter().map(|text| text.split_once("text-anchor=").map(|found| &found.1[..5]));
        assert_eq!(
            anchors.collect::<Vec<_>>(),
            [None, Some("\"midd"), Some("\"end\"")],
            "{picture}"
        );
        let lines = texts.iter().map(|text| text.matches("<tspan").count());
        assert_eq!(lines.collect::<Vec<_>>(), [2, 1, 3], "{picture}");
    });
    suite.on_newest("turtle: timers have a clock of their own, 60 seconds of it", |python| {
        let world = World::new(python);
        let code = "
import turtle
calls = {'second': 0, 'failing': 0}
def again(name, after):
    calls[name] += 1
    turtle.ontimer(lambda: again(name, after), after)
    if name == 'failing':
        raise ValueError('in a timer')
turtle.tracer(0)
again('second', 1000)
turtle.ontimer(lambda: again('failing', 25000), 10)
turtle.done()
print(calls['second'] in (60, 61), calls['failing'])";
        let began = Instant::now();
        let delivery = world.run(code, &[]).success();
        assert!(began.elapsed().as_secs() < 30);
        assert_eq!(delivery.stdout(), "True 3\n");
        let stderr = delivery.stderr();
        assert_eq!(
            stderr.matches("Exception in Tkinter callback\nTraceback").count(),
            3,
            "{stderr}"
        );
        assert!(
            !stderr.contains("_turtle_") && stderr.ends_with("ValueError: in a timer\n"),
            "{stderr}"
        );
    });
    suite.on_newest(
        "turtle: what a killed program has drawn is delivered after two seconds",
        |python| {
            let world = World::new(python);
            // It is killed from outside when its picture is there, as by a harness at its time limit.
            let begin = "import os, sys, subprocess, time, turtle
wait = 'for n in $(seq 200); do [ -e plot_1.svg ] && break; sleep 0.1; done; kill -%s %d'
subprocess.Popen(['sh', '-c', wait % (sys.argv[1], os.getpid())])
turtle.fd(50)
";
            let loops = [
                "while True: turtle.rt(10); turtle.fd(1)",
                "turtle.tracer(0)\nwhile True: turtle.update()",
                "turtle.onkey(print, 'q')\nwhile True: time.sleep(0.1)",
                "os.read(os.pipe()[0], 1)",
                "while True: pass",
            ];
            std::thread::scope(|scope| {
                for (number, waits) in loops.iter().enumerate() {
                    let world = &world;
                    scope.spawn(move || {
                        let folder = tempfile::tempdir().unwrap();
                        let code = format!("{begin}{waits}");
                        let mut command = world.command();
                        command
                            .args(["-c", &code, ["KILL", "TERM"][number % 2]])
                            .current_dir(&folder);
                        deliver(command.env("CG_PLOT_MODE", "save"));
                        assert!(folder.path().join("plot_1.svg").exists(), "{waits}");
                    });
                }
                // A window shows nothing while the program updates nothing.
                let code = "import threading, time, turtle
turtle.tracer(0)
began = time.monotonic()
while time.monotonic() < began + 2.5: turtle.rt(1)
turtle.update()
print(threading.active_count())";
                let delivery = world.run(code, &[]).success();
                assert_eq!((delivery.names().len(), delivery.stdout().as_str()), (1, "1\n"));
            });
        },
    );
    suite.on_newest(
        "turtle: a program that draws after its window closed gets Tk's errors",
        |python| {
            let world = World::new(python);
            let code = "import turtle
pen = turtle.Turtle()
pen.fd(50)
turtle.done()
for call in pen.fd, turtle.fd, turtle.fd:
    try:
        call(9)
    except Exception as error:
        print(type(error).__name__, error)
";
            let printed = "TclError invalid command name \".!canvas\"\nTerminator \n";
            let delivery = world.run(code, &[]).success();
            assert_eq!((delivery.stdout().as_str(), delivery.names().len()), (printed, 2));
            // A new window that nobody has drawn in is not delivered.
            for (end, names) in [
                ("turtle.Turtle()", 1),
                ("turtle.Screen().title('x')", 1),
                ("turtle.exitonclick()", 1),
                ("turtle.Screen().bgcolor('red')", 2),
            ] {
                let code = format!("import turtle\nturtle.fd(50)\nturtle.done()\n{end}");
                assert_eq!(world.run(&code, &[]).names().len(), names, "{end}");
            }
        },
    );
    suite.on_newest("turtle: a window stays open under a test", |python| {
        let world = World::new(python);
        let code = "
import turtle, unittest
class Test(unittest.TestCase):
    def test(self):
        turtle.fd(50)
        turtle.done()
        turtle.fd(50)
        self.assertEqual(turtle.pos(), (100, 0))
unittest.main()";
        world.run(code, &[]).success();
        let code = "import turtle\nturtle.done()\nturtle.fd(50)";
        assert!(world.run(code, &[]).stderr().ends_with("turtle.Terminator\n"));
        world.run(code, &[("CG_PLOT_AFTER_SHOW", "keep")]).success();
    });
    suite.on_newest("turtle: an SVG is small, in order and well-formed", |python| {
        let world = World::new(python);
        let code = "
import turtle
turtle.setup(300, 200)
turtle.title('<a> & \\x01')
turtle.tracer(0)
for _ in range(20000):
    turtle.fd(3)
    turtle.rt(7)
turtle.color('light blue', 'GREEN')
turtle.begin_fill()
turtle.circle(40)
turtle.end_fill()
turtle.pensize(4)
turtle.fd(20)
turtle.write('1 < 2 & \\x02', font=('Times', 12, 'bold'))
turtle.hideturtle()
turtle.update()";
        let svg = svg(&world.run(code, &[]).success().messages()[0]);
        assert!(svg.len() < 20_000 * 10, "{}", svg.len());
        assert!(svg.contains("width=\"300\" height=\"200\""));
        assert!(
            svg.contains("<title>&lt;a&gt; &amp; \u{fffd}</title>")
                && svg.contains("1 &lt; 2 &amp; \u{fffd}<")
        );
        let parts = [
            "stroke=\"#000000\"",
            "fill=\"#008000\"",
            "stroke=\"#add8e6\" d",
            "stroke-width=\"4\"",
            "<text",
        ];
        let places: Vec<usize> = parts.iter().map(|part| svg.find(part).expect(part)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!(svg.matches("stroke=\"#000000\"").count(), 1, "lines of one pen are one path");
    });
    suite.on_newest("turtle: files are SVG and PostScript, and dialogs are cancelled", |python| {
        let world = World::new(python);
        let code = "
import turtle
print(turtle.textinput('a', 'b'), turtle.numinput('a', 'b', 3, 1, 9), turtle.numinput('a', 'b', minval=2), turtle.numinput('a', 'b'))
turtle.circle(50)
turtle.write('(text)')
print(turtle.getcanvas().postscript()[:23])";
        let printed = "None 3.0 2.0 None\n%!PS-Adobe-3.0 EPSF-3.0\n";
        for (template, start, said) in [
            ("a.svg", "<?xml", ""),
            ("a.eps", "%!PS-Adobe-3.0 EPSF", ""),
            ("a.png", "<?xml", "turtle writes no png here; saving svg instead\n"),
            // Nobody has asked for the suffix of the default.
            ("", "<?xml", ""),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let name = format!("{}/{{i}}{template}", folder.path().display());
            let mut command = world.command();
            command.args(["-c", code]).current_dir(&folder).env("CG_PLOT_MODE", "save");
            if !template.is_empty() {
                command.env("CG_PLOT_FILENAME", name);
            }
            let delivery = deliver(&mut command).success();
            assert_eq!(delivery.stdout(), printed);
            let stderr = delivery.stderr();
            assert!(stderr.ends_with(said) && stderr.is_empty() == said.is_empty(), "{stderr}");
            let file = fs_err::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
            assert!(fs_err::read_to_string(file).unwrap().starts_with(start), "{template}");
        }
    });
}
