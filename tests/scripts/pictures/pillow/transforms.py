"""Pillow Handbook, Tutorial, "Geometrical transforms": 3 pictures."""

from PIL import Image

with Image.radial_gradient("L") as im:
    im.resize((128, 128)).show()
    im.rotate(45).show()
    im.transpose(Image.Transpose.FLIP_LEFT_RIGHT).crop((0, 0, 100, 50)).show()
