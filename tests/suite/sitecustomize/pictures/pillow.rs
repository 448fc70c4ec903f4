//! Pillow: modes, viewers, and the limit of bytes.

use cg_plot_capture_tests::prelude::*;

use super::{PILLOW, World, numbered};

pub(super) fn add(suite: &mut Suite) {
    suite.on_newest(
        "pictures: an image of each mode has the pixels that a viewer gets",
        |python| {
            let world = World::new(python, PILLOW.packages);
            let mut command = world.command();
            let delivery =
                deliver(command.arg(script("pictures/modes")).env("CG_PLOT_MODE", "both"))
                    .success();
            let said = delivery.stdout();
            assert!(
                said.lines().count() == 14 && said.lines().all(|line| line.ends_with(" same")),
                "{said}"
            );
            let messages = delivery.messages();
            assert_eq!(messages.len(), 14, "{}", delivery.stderr());
            let svg = String::from_utf8(messages[6].svg.clone()).unwrap();
            assert!(
                svg.contains("<title>RGBA</title>") && svg.contains("width=\"16\" height=\"12\""),
                "{svg}"
            );
        },
    );
    suite.on_newest("pictures: viewers that the program registers go first", |python| {
        let world = World::new(python, PILLOW.packages);
        for (order, shows, printed) in
            [(1, 1, "own\n"), (0, 1, "own\n"), (1, 0, "own\n"), (0, 0, "own\n")]
        {
            let code = format!(
                "from PIL import Image, ImageShow
class Own(ImageShow.Viewer):
    def show_image(self, image, **options):
        print('own')
        return {shows}
ImageShow.register(Own, {order})
Image.new('L', (8, 8)).show()"
            );
            let delivery = world.run(&code, &[]).success();
            let names = numbered(if shows == 1 { 0 } else { 1 });
            assert_eq!((delivery.names(), delivery.stdout().as_str()), (names, printed), "{code}");
        }
    });
    suite.on_newest("pictures: an image that is no longer whole raises as in a viewer", |python| {
        let world = World::new(python, PILLOW.packages);
        let code = "import io
from PIL import Image
noise = io.BytesIO()
Image.effect_noise((99, 99), 99).save(noise, 'PNG')
def opened(size): return Image.open(io.BytesIO(noise.getvalue()[:size]))
def closed(image):
    image.close()
    return image
def ended(call, *arguments):
    try: call(*arguments)
    except Exception as error: return type(error).__name__
for image in (closed(opened(None)), opened(2000), Image.new('L', (0, 0)), opened(None)):
    print(ended(image.show) == ended(image.save, io.BytesIO(), 'PNG'), ended(image.show) is None)";
        let delivery = world.run(code, &[]).success();
        assert_eq!((delivery.names(), delivery.stderr().as_str()), (numbered(1), ""));
        assert_eq!(delivery.stdout(), "True False\nTrue False\nTrue False\nTrue True\n");
    });
    suite.on_newest("pictures: one that is too large is displayed with fewer pixels", |python| {
        let world = World::new(python, PILLOW.packages);
        let code = "from PIL import Image\nImage.effect_noise((700, 500), 99).show()";
        let settings = [("CG_PLOT_MAX_BYTES", "50000"), ("CG_PLOT_MODE", "both")];
        let delivery = world.run(code, &settings).success();
        let svg = delivery.messages().remove(0).svg;
        assert!(svg.len() <= 50_000 && svg.len() > 20_000, "{}", svg.len());
        assert!(String::from_utf8_lossy(&svg).contains("width=\"700\" height=\"500\""));
        let said =
            "a picture is larger than CG_PLOT_MAX_BYTES, so that it is displayed with fewer pixels";
        assert_eq!(delivery.stderr(), format!("cg-plot-capture: {said}\n"));
        // The file has all pixels.
        let saved = fs_err::read(world.folder.path().join("plot_1.png")).unwrap();
        assert!(saved.len() > 200_000, "{}", saved.len());
    });
    suite.on_newest("pictures: formats are those that Pillow writes", |python| {
        let world = World::new(python, PILLOW.packages);
        let code = "from PIL import Image\nImage.new('RGBA', (8, 8), 'red').show()";
        for (suffix, start, said) in [
            ("jpg", &b"\xff\xd8\xff"[..], ""),
            ("pdf", b"%PDF-", ""),
            ("webp", b"RIFF", ""),
            ("svg", b"<?xml", ""),
            ("svgz", b"\x1f\x8b", ""),
            ("pgf", b"", "Pillow writes no pgf here; saving png instead"),
        ] {
            let template = format!("{suffix}{{i}}.{suffix}");
            let settings = [("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", &template)];
            let delivery = world.run(code, &settings).success();
            assert!(
                delivery.stderr().contains(said) && delivery.stderr().is_empty() == said.is_empty()
            );
            let suffix = if said.is_empty() { suffix } else { "png" };
            let file = world.files().into_iter().find(|name| name.ends_with(&format!(".{suffix}")));
            let content = fs_err::read(world.folder.path().join(file.expect(suffix))).unwrap();
            assert!(content.starts_with(start), "{suffix}");
        }
    });
}
