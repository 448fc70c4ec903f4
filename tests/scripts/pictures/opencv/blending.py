"""OpenCV Tutorials, "Adding a Trackbar to our applications!": 2 pictures."""

import cv2 as cv
import numpy as np

alpha_slider_max = 100
src1, src2 = np.full((2, 80, 80, 3), ((((255, 0, 0),),), (((0, 0, 255),),)), np.uint8)


def on_trackbar(val):
    alpha = val / alpha_slider_max
    cv.imshow("Linear Blend", cv.addWeighted(src1, alpha, src2, 1 - alpha, 0.0))
    print("alpha", alpha)


cv.namedWindow("Linear Blend")
cv.createTrackbar("Alpha", "Linear Blend", 0, alpha_slider_max, on_trackbar)
on_trackbar(0)
cv.waitKey()
cv.setTrackbarPos("Alpha", "Linear Blend", 50)
cv.waitKey()
