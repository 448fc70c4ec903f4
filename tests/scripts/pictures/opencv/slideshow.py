"""GeeksforGeeks, "Python OpenCV cv2.imshow() method", one image after the other, and a region: 4 pictures."""

import cv2
import numpy as np

for shade in (50, 150, 250):
    image = np.full((40, 40), shade, np.uint8)
    cv2.imshow("image", image)
    cv2.waitKey(0)
print(cv2.selectROI("select", np.eye(30, dtype=np.float32), showCrosshair=False, printNotice=False))
cv2.destroyAllWindows()
