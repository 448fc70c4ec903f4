"""Pillow Handbook, Tutorial, "Using the Image class": 1 picture."""

from PIL import Image

Image.linear_gradient("L").resize((512, 512)).convert("RGB").save("hopper.ppm")
im = Image.open("hopper.ppm")
print(im.format, im.size, im.mode)
im.show()
