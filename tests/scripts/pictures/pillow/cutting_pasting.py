"""Pillow Handbook, Tutorial, "Copying a subrectangle from an image": 1 picture."""

from PIL import Image

im = Image.radial_gradient("L").convert("RGB")
box = (0, 0, 128, 128)
region = im.crop(box)
region = region.transpose(Image.Transpose.ROTATE_180)
im.paste(region, box)
im.show()
