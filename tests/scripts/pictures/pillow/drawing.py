"""Pillow Reference, ImageDraw, "Draw a gray cross over an image": 1 picture."""

from PIL import Image, ImageDraw

im = Image.new("RGB", (200, 120), "navy")
draw = ImageDraw.Draw(im)
draw.line((0, 0) + im.size, fill=128)
draw.line((0, im.size[1], im.size[0], 0), fill=128)
draw.text((10, 10), "Hello", fill="white")
im.show()
