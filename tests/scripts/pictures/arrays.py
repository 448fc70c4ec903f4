"""Every type of array that OpenCV shows, saved as PNG, with the values of a real window. `CG_PLOT_MODE=save`."""

import cv2
import numpy as np

rng = np.random.default_rng(7)


def scaled(image, factor, shift=0):
    return np.clip(np.rint(np.abs(image.astype(float) * factor + shift)), 0, 255).astype(np.uint8)


def integers(kind, *channels):
    least, most = np.iinfo(kind).min, np.iinfo(kind).max
    return rng.integers(least, most, (12, 16, *channels), endpoint=True).astype(kind)


bytes_, colours, alpha = integers("u1"), integers("u1", 3), integers("u1", 4)
small, words, shorts = integers("i1"), integers("u2"), integers("i2")
floats = rng.uniform(-0.5, 1.5, (12, 16))
cases = {
    "uint8": (bytes_, bytes_),
    "colours": (colours, colours),
    "alpha": (alpha, alpha[:, :, :3]),
    "channel": (bytes_[:, :, None], bytes_),
    "view": (colours[:, ::-1, ::-1], colours[:, ::-1, ::-1]),
    "UMat": (cv2.UMat(colours), colours),
    "int8": (small, scaled(small, 1, 127)),
    "uint16": (words, scaled(words, 1 / 255)),
    "int16": (shorts, scaled(shorts, 1 / 255, 127)),
    "float64": (floats, np.clip(np.rint(floats * 255), 0, 255)),
    "float32": (np.float32([[0, 0.5, 1, 2, -1, np.nan, np.inf]]), [[0, 128, 255, 255, 0, 0, 0]]),
}
for number, (name, (array, expected)) in enumerate(cases.items(), 1):
    cv2.imshow(name, array)
    cv2.waitKey(0)
    saved = cv2.imread(f"plot_{number}.png", cv2.IMREAD_UNCHANGED).astype(int)
    print(name, "same" if abs(saved - np.asarray(expected, int)).max() <= (name == "float32") else "other")
for wrong in (None, np.zeros((0, 3), np.uint8), np.zeros((2, 2), np.int32), np.zeros((2, 2, 2), np.uint8), "text"):
    try:
        cv2.imshow("wrong", wrong)
    except cv2.error:
        print("cv2.error")
