"""OpenCV-Python Tutorials, "Drawing Functions in OpenCV": 1 picture."""

import cv2 as cv
import numpy as np

img = np.zeros((512, 512, 3), np.uint8)
cv.line(img, (0, 0), (511, 511), (255, 0, 0), 5)
cv.rectangle(img, (384, 0), (510, 128), (0, 255, 0), 3)
cv.circle(img, (447, 63), 63, (0, 0, 255), -1)
cv.putText(img, "OpenCV", (10, 500), cv.FONT_HERSHEY_SIMPLEX, 4, (255, 255, 255), 2, cv.LINE_AA)
cv.imshow("image", img)
cv.waitKey()
cv.destroyWindow("image")
