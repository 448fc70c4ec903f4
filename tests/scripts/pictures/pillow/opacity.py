"""Pillow Reference, ImageDraw, "Draw partial opacity text": 1 picture."""

from PIL import Image, ImageDraw

base = Image.new("RGBA", (160, 80), (255, 0, 0, 90))
txt = Image.new("RGBA", base.size, (255, 255, 255, 0))
d = ImageDraw.Draw(txt)
d.text((10, 10), "Hello", fill=(255, 255, 255, 128))
d.text((10, 40), "World", fill=(255, 255, 255, 255))
out = Image.alpha_composite(base, txt)
out.show()
