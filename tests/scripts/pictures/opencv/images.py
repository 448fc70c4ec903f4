"""OpenCV-Python Tutorials, "Getting Started with Images": 1 picture."""

import cv2 as cv
import numpy as np

img = np.full((60, 80, 3), (255, 0, 0), np.uint8)
cv.imshow("Display window", img)
k = cv.waitKey(0)
if k == ord("s"):
    cv.imwrite("starry_night.png", img)
