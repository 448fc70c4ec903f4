"""OpenCV-Python Tutorials, "Trackbar as the Color Palette": 1 picture."""

import cv2 as cv
import numpy as np


def nothing(x):
    pass


img = np.zeros((100, 160, 3), np.uint8)
cv.namedWindow("image")
for name in "RGB":
    cv.createTrackbar(name, "image", 0, 255, nothing)
switch = "0 : OFF \n1 : ON"
cv.createTrackbar(switch, "image", 0, 1, nothing)
while True:
    cv.imshow("image", img)
    k = cv.waitKey(1) & 0xFF
    if k == 27:
        break
    r, g, b = (cv.getTrackbarPos(name, "image") for name in "RGB")
    img[:] = [b, g, r] if cv.getTrackbarPos(switch, "image") else 0
cv.destroyAllWindows()
