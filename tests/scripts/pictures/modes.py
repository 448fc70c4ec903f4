"""Every mode of an image, saved as PNG, with the pixels that Pillow's own viewers get. `CG_PLOT_MODE=both`."""

import random

from PIL import Image

random.seed(7)
modes = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "I;16", "F", "RGBX")
noise = Image.frombytes("RGBA", (16, 12), bytes(random.randrange(256) for _ in range(16 * 12 * 4)))
shown = []
for mode in modes:
    if mode == "PA":
        image = noise.convert("LA").convert(mode)
    elif mode == "I;16":
        image = noise.convert("L").convert("I").point(lambda value: value * 200).convert("I;16")
    elif mode == "RGBX":
        image = noise.convert("RGB").convert("RGBX")
    else:
        image = noise.convert("RGB").convert(mode)
    image.show(title=mode)
    # As `PIL.ImageShow.Viewer.show` does.
    if mode not in ("1", "RGBA", "I;16", "LA"):
        image = image.convert(Image.getmodebase(mode))
    shown.append(image)
for number, image in enumerate(shown, 1):
    with Image.open(f"plot_{number}.png") as saved:
        saved = saved if saved.mode == image.mode else saved.convert(image.mode)
        same = saved.tobytes() == image.tobytes()
    print(modes[number - 1], "same" if same else "other")
