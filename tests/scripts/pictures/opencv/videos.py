"""OpenCV-Python Tutorials, "Getting Started with Videos": 2 pictures."""

import cv2 as cv
import numpy as np

out = cv.VideoWriter("output.avi", cv.VideoWriter_fourcc(*"MJPG"), 20.0, (64, 48))
for i in range(30):
    out.write(np.full((48, 64, 3), 8 * i, np.uint8))
out.release()
cap = cv.VideoCapture("output.avi")
read = 0
while cap.isOpened():
    ret, frame = cap.read()
    if not ret:
        print("Can't receive frame (stream end?). Exiting ...")
        break
    read += 1
    gray = cv.cvtColor(frame, cv.COLOR_BGR2GRAY)
    cv.imshow("frame", gray)
    if cv.waitKey(1) == ord("q"):
        break
cap.release()
cv.destroyAllWindows()
print(read)
