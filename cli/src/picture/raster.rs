//! An SVG as pixels.

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

/// The pixels of `svg` in its own size, or smaller, so that it fits into `width` × `height`; `None` if
/// it is no SVG.
pub(super) fn pixels(svg: &[u8], width: u32, height: u32) -> Option<DynamicImage> {
    // A figure of Matplotlib's brings its images with it. Others may name files of ours.
    let image_href_resolver = ImageHrefResolver {
        resolve_data: ImageHrefResolver::default_data_resolver(),
        resolve_string: Box::new(|_, _| None),
    };
    let options = Options { image_href_resolver, ..Options::default() };
    let tree = Tree::from_data(svg, &options).ok()?;
    let size = tree.size();
    let scale = (width as f32 / size.width()).min(height as f32 / size.height()).min(1.0);
    let side = |length: f32| ((length * scale).round() as u32).max(1);
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let (width, height) = (pixmap.width(), pixmap.height());
    RgbaImage::from_raw(width, height, pixmap.take_demultiplied()).map(DynamicImage::ImageRgba8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
        <rect width="40" height="20" fill="red"/>MORE</svg>"#;

    #[test]
    fn an_svg_is_drawn_in_its_size_or_as_large_as_fits() {
        for (bounds, size) in [((100, 100), (40, 20)), ((20, 100), (20, 10)), ((40, 5), (10, 5))] {
            let image = pixels(RED.as_bytes(), bounds.0, bounds.1).expect("an image").to_rgba8();
            assert_eq!(image.dimensions(), size);
            assert_eq!(image.get_pixel(1, 1).0, [255, 0, 0, 255]);
        }
        assert!(pixels(b"no svg", 10, 10).is_none());
    }

    #[test]
    fn files_that_an_svg_names_are_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.svg");
        fs_err::write(&path, RED.replace("red", "blue")).expect("written");
        let more = format!(r#"<image width="40" height="20" href="{}"/>"#, path.display());
        let image = pixels(RED.replace("MORE", &more).as_bytes(), 40, 20).expect("an image");
        assert_eq!(image.to_rgba8().get_pixel(20, 10).0, [255, 0, 0, 255]);
    }
}
