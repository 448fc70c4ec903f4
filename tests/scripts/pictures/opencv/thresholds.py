"""PyImageSearch, "OpenCV Thresholding", with a window for each step: 4 pictures."""

import cv2
import numpy as np

image = np.tile(np.arange(0, 256, dtype=np.uint8), (64, 1))
blurred = cv2.GaussianBlur(image, (7, 7), 0)
cv2.imshow("Image", image)
(T, threshInv) = cv2.threshold(blurred, 200, 255, cv2.THRESH_BINARY_INV)
cv2.imshow("Threshold Binary Inverse", threshInv)
(T, thresh) = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
cv2.imshow("Threshold Binary", thresh)
print(f"[INFO] otsu's thresholding value: {T}")
cv2.imshow("Output", cv2.bitwise_and(image, image, mask=thresh))
cv2.waitKey(0)
