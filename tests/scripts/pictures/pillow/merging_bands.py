"""Pillow Handbook, Tutorial, "Splitting and merging bands": 2 pictures."""

from PIL import Image

im = Image.merge("RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256))])
im.show()
r, g, b = im.split()
im = Image.merge("RGB", (b, g, r))
im.show()
