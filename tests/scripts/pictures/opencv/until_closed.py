"""LearnOpenCV, "Getting Started with OpenCV", loops that end with the window or a key: 2 pictures."""

import cv2
import numpy as np

window_name = "window"
img = np.linspace(0, 1, 100).reshape(10, 10)
cv2.imshow(window_name, img)
while cv2.getWindowProperty(window_name, cv2.WND_PROP_VISIBLE) >= 1:
    cv2.waitKey(50)
cv2.imshow(window_name, 1 - img)
while cv2.waitKey(0) != 13:
    pass
while True:
    if cv2.pollKey() & 0xFF == ord("q") or cv2.getWindowProperty(window_name, cv2.WND_PROP_VISIBLE) < 1:
        break
cv2.destroyAllWindows()
print("closed")
