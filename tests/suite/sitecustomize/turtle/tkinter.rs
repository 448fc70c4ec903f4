//! Only `turtle` gets our replacement of tkinter; the program gets the real one.

use cg_plot_capture_tests::prelude::*;

use super::{WITHOUT_TKINTER, World};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest(
        "turtle: tkinter is what it is without us, before, after and meanwhile",
        |python| {
            let world = World::new(python);
            let looks = "def look():
    import tkinter
    try:
        tkinter.Tk()
    except tkinter.TclError as error:
        print(tkinter.__file__.endswith('tkinter/__init__.py'), error)
";
            // Another thread imports tkinter while `turtle` is imported.
            let meanwhile = "import builtins, threading
looker, real = threading.Thread(target=look), builtins.__import__
def hook(name, *rest):
    if name == 'inspect' and looker.ident is None:
        looker.start()
        looker.join()
    return real(name, *rest)
builtins.__import__ = hook
import turtle
";
            let programs = [
                format!("{looks}look()\nimport turtle"),
                format!("{looks}import turtle\nlook()"),
                format!("{looks}{meanwhile}"),
            ];
            for program in programs {
                let code = format!(
                    "{program}\nimport tkinter\nprint(tkinter.Canvas.__module__)\nturtle.fd(9)"
                );
                let delivery = world.run(&code, &[]).success();
                let wanted = "True no display name and no $DISPLAY environment variable\ntkinter\n";
                assert_eq!(
                    (delivery.stdout().as_str(), delivery.stderr().as_str()),
                    (wanted, ""),
                    "{code}"
                );
                assert_eq!(delivery.names().len(), 1);
            }
            // Our replacement does not stay in `sys.modules`, and tkinter is not loaded.
            let code = "import sys, turtle
print([name for name in sys.modules if 'tkinter' in name], turtle.__spec__.loader.get_code)";
            let stdout = world.run(code, &[]).success().stdout();
            assert!(stdout.starts_with("[] <bound method SourceLoader.get_code"), "{stdout}");
        },
    );
    suite.on_newest(
        "turtle: widgets that a program puts beside the turtles do no harm",
        |python| {
            let world = World::new(python);
            let code = "import tkinter, turtle
from tkinter import font, messagebox, simpledialog
turtle.fd(9)
window, canvas = turtle.getcanvas().winfo_toplevel(), turtle.getcanvas()
button = tkinter.Button(window, text='Go', command=turtle.bye)
button.pack()
tkinter.Label(canvas, text='Name').place(x=1, y=2)
tkinter.Entry(tkinter.Frame(window)).grid(row=0, column=1)
variable = tkinter.StringVar(value='a')
variable.set('b')
image = tkinter.PhotoImage(width=7, height=8)
canvas.create_image(0, 0, image=image)
print(variable.get(), image.width(), 'Arial' in font.families(), tkinter.Scale(window).get())
print(messagebox.askyesno('Again?'), messagebox.showinfo('Over'), simpledialog.askstring('a', 'b'))
turtle.done()
print(tkinter._default_root)
try:
    tkinter.StringVar()
except RuntimeError as error:
    print(error)";
            let delivery = world.run(code, &[]).success();
            assert_eq!((delivery.names().len(), delivery.stderr().as_str()), (1, ""));
            let printed = "b 7 True 0
False ok None
None
Too early to create variable: no default root window
";
            assert_eq!(delivery.stdout(), printed);
        },
    );
    suite.on_newest("turtle: errors are those of Tk, by whatever name they are caught", |python| {
        let world = World::new(python);
        let code = "
import turtle
for number in range(2):
    for call in (
        lambda: turtle.color('rainbow'),
        lambda: turtle.pencolor(2, 0, 0),
        lambda: turtle.write('x', font=('Arial', 12.5, 'normal')),
        lambda: turtle.write('x', font=('Arial', 12, 'Bold')),
        lambda: turtle.ontimer(print, 16.7),
        lambda: turtle.bgpic('none.gif'),
        lambda: turtle.getcanvas().create_line(1, 2),
        lambda: turtle.getcanvas().itemconfigure(1, colour='red'),
        lambda: turtle.onkey(print, 'NoSuchKey'),
        lambda: turtle.onkeypress(print, 'Enter'),
        lambda: turtle.onclick(print, btn=9),
        lambda: turtle.ondrag(print, 'left'),
        lambda: turtle.getcanvas().tag_bind(1, '<Configure>', print),
        lambda: turtle.setup(-5, 100),
        lambda: turtle.bgcolor('light  blue'),
        lambda: turtle.getcanvas().itemconfigure(turtle.getcanvas().create_oval(1, 2, 3, 4), arrow='last'),
    ):
        try:
            call()
        except turtle.TurtleGraphicsError as error:
            print(error)
        except turtle.TK.TclError as error:
            print(type(error).__name__, error)
    if not number:
        import tkinter
assert issubclass(turtle.TK.TclError, tkinter.TclError)
try:
    turtle.bgpic('none.gif')
except tkinter.TclError as error:
    print(type(error).__module__)";
        let once = "bad color string: rainbow
bad color sequence: (2, 0, 0)
TclError expected integer but got \"12.5\"
TclError unknown font style \"Bold\"
TclError bad argument \"16.7\": must be cancel, idle, info, or an integer
TclError couldn't open \"none.gif\": no such file or directory
TclError wrong # coordinates: expected at least 4, got 2
TclError unknown option \"-colour\"
TclError bad event type or keysym \"NoSuchKey\"
TclError bad event type or keysym \"Enter\"
TclError bad button number \"9\"
TclError bad event type or keysym \"Buttonleft\"
TclError requested illegal events; only key, button, motion, enter, leave, and virtual events may be used
TclError bad geometry specifier \"-5x100+962+490\"
bad color string: light  blue
TclError unknown option \"-arrow\"
";
        let delivery = world.run(code, &[]).success();
        assert_eq!(delivery.stdout(), format!("{once}{once}_tkinter\n"), "{}", delivery.stderr());
        assert_eq!(delivery.stderr(), "");
    });
    suite.on_newest("turtle: where it is off, turtle is what it is without us", |python| {
        let world = World::new(python);
        let code = format!("{WITHOUT_TKINTER}import turtle");
        for settings in [("CG_PLOT_PICTURES", "off"), ("CG_PLOT_CAPTURE", "off")] {
            let delivery = world.run(&code, &[settings]);
            assert!(delivery.stderr().contains("ModuleNotFoundError: import of _tkinter halted"));
            assert!(delivery.names().is_empty());
        }
    });
    suite.on_newest("turtle: a file of the program's own with that name is left alone", |python| {
        let world = World::new(python);
        let own = "import tkinter\nprint(tkinter.__name__, __spec__.loader.get_code.__name__)";
        fs_err::write(world.folder.path().join("turtle.py"), own).unwrap();
        let delivery = world.run("import turtle", &[]).success();
        assert_eq!((delivery.stdout().as_str(), delivery.names().len()), ("tkinter get_code\n", 0));
    });
}
