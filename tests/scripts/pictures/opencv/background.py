"""OpenCV Tutorials, "How to Use Background Subtraction Methods": 4 pictures."""

import cv2 as cv
import numpy as np

backSub = cv.createBackgroundSubtractorMOG2()
for number in range(20):
    frame = np.zeros((60, 80, 3), np.uint8)
    cv.rectangle(frame, (4 * number - 8, 20), (4 * number, 40), (255, 255, 255), -1)
    fgMask = backSub.apply(frame)
    cv.imshow("Frame", frame)
    cv.imshow("FG Mask", fgMask)
    keyboard = cv.waitKey(30)
    if keyboard == "q" or keyboard == 27:
        break
print(number)
