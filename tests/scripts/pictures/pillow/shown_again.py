"""Pillow Reference, ImageShow, and a program that shows what it changes: 3 pictures."""

from PIL import Image, ImageChops, ImageShow

im = Image.effect_mandelbrot((120, 90), (-2, -1.5, 1, 1.5), 50)
im.show()
im.show()
im.putpixel((3, 3), 255)
im.show()
print(ImageShow.show(ImageChops.invert(im), "inverted"))
