"""Real Python, "Image Processing With the Python Pillow Library", thresholds side by side: 3 pictures."""

from PIL import Image

img = Image.radial_gradient("L")
for threshold in (50, 100, 150):
    binary = img.point(lambda x: 255 if x > threshold else 0).convert("1")
    binary.show(title=f"over {threshold}")
print("done")
