"""Pillow Handbook, Tutorial, "Image sequences": 4 pictures."""

from PIL import Image, ImageSequence

frames = [Image.new("L", (40, 40), shade) for shade in (40, 120, 200)]
frames[0].save("animation.gif", save_all=True, append_images=frames[1:])
with Image.open("animation.gif") as im:
    im.show()
with Image.open("animation.gif") as im:
    for frame in ImageSequence.Iterator(im):
        frame.copy().show()
