"""Pillow Handbook, Tutorial, "Image enhancement": 2 pictures."""

from PIL import Image, ImageEnhance, ImageFilter

im = Image.linear_gradient("L").convert("RGB")
im.filter(ImageFilter.DETAIL).point(lambda i: i * 1.2).show("brighter")
enh = ImageEnhance.Contrast(im)
enh.enhance(1.3).show("30% more contrast")
