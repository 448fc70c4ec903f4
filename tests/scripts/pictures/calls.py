"""Wrong calls of OpenCV, and calls for windows and trackbars that do not exist. Each has what the wheel opencv-python
5.0 returns or raises in a real window. It prints those that differ here, and how many there are."""

import cv2
import numpy as np


def callback(*arguments):
    called.append(arguments[0])


called = []
image = np.zeros((20, 30, 3), np.uint8)
NULL = "cv2.error -27"
VISIBLE, SIZE, TOPMOST = cv2.WND_PROP_VISIBLE, cv2.WND_PROP_AUTOSIZE, cv2.WND_PROP_TOPMOST
without_window = {
    "cv2.createTrackbar('b', 'w', 0, 10)": "TypeError",
    "cv2.createTrackbar('b', 'w', 0, 10, callback)": NULL,
    "cv2.getTrackbarPos('b', 'w')": NULL,
    "cv2.moveWindow('w', 1, 2)": NULL,
    "cv2.resizeWindow('w', 1, 2)": NULL,
    "cv2.setWindowTitle('w', 't')": NULL,
    "cv2.getWindowImageRect('w')": NULL,
    "cv2.getWindowProperty('w', VISIBLE)": NULL,
    "cv2.getWindowProperty('w', TOPMOST)": "-1.0",
    "cv2.setWindowProperty('w', SIZE, 1)": NULL,
    "cv2.setWindowProperty('w', TOPMOST, 1)": "None",
    "cv2.setMouseCallback('w', callback)": NULL,
    "cv2.destroyWindow('w')": NULL,
    "cv2.destroyAllWindows()": "None",
    "cv2.displayOverlay('w', 't')": NULL,
    "cv2.createButton('b', callback)": NULL,
    "cv2.waitKey('a')": "TypeError",
    "cv2.waitKey(1.5)": "TypeError",
    "cv2.waitKey(True)": "TypeError",
    "cv2.waitKey(2**40)": "ValueError",
    "cv2.waitKey(None)": "-1",
    "cv2.waitKey(np.int32(1))": "-1",
    "cv2.waitKeyEx(delay='a')": "TypeError",
    "cv2.namedWindow('')": "cv2.error -215",
    "cv2.namedWindow('w', 'a')": "TypeError",
    "cv2.imshow(5, image)": "cv2.error -5",
    "cv2.imshow('w', [[1, 2]])": "cv2.error -5",
    "cv2.imshow('w', image.astype(object))": "cv2.error -5",
    "cv2.imshow('w', image.astype('int64'))": "cv2.error -215",
    "cv2.selectROI('w')": "cv2.error -5",
}
with_window = {
    "cv2.createTrackbar('b', 'w', 4, 10)": "TypeError",
    "cv2.createTrackbar('b', 'w', 4, 10, None)": "TypeError",
    "cv2.createTrackbar('b', 'w', None, 10, callback)": "TypeError",
    "cv2.createTrackbar('b', 'w', 4, 1.5, callback)": "TypeError",
    "cv2.createTrackbar('b', 'w', 4, count=10, onChange=callback)": "TypeError",
    "cv2.createTrackbar('b', 'w', 4, 0, callback)": NULL,
    "cv2.createTrackbar('b', 'x', 4, 10, callback)": NULL,
    "cv2.createTrackbar('b', 'w', 0, 10, callback), called": "(None, [])",
    "cv2.createTrackbar('c', 'w', 40, 10, callback), called.pop()": "(None, 10)",
    "cv2.getTrackbarPos('c', 'w')": "10",
    "cv2.getTrackbarPos('d', 'w')": "-1",
    "cv2.getTrackbarPos('c', 'x')": NULL,
    "cv2.setTrackbarPos('c', 'w', '5')": "TypeError",
    "cv2.setTrackbarPos('c', 'w', -50), called.pop()": "(None, 0)",
    "cv2.setTrackbarPos('d', 'w', 5)": "None",
    "cv2.setTrackbarPos('c', 'x', 5)": NULL,
    "cv2.setTrackbarMin('c', 'w', 20), called.pop()": "(None, 20)",
    "cv2.setTrackbarMax('c', 'w', -5), called.pop()": "(None, -5)",
    "cv2.setTrackbarMin('c', 'x', 5)": NULL,
    "cv2.createTrackbar('b', 'w', 3, 20, callback), called, cv2.getTrackbarPos('b', 'w')": "(None, [], 3)",
    "cv2.moveWindow('x', 1, 2)": "None",
    "cv2.moveWindow('w', 1.5, 2)": "TypeError",
    "cv2.resizeWindow('w', (10, 20))": "None",
    "cv2.resizeWindow('w', 10.5, 20)": "cv2.error -5",
    "cv2.setWindowTitle('w', 5)": "TypeError",
    "cv2.getWindowImageRect('x')": "(-1, -1, -1, -1)",
    "[cv2.getWindowProperty('w', each) for each in range(-1, 6)]": "[-1.0, 0.0, 1.0, 0.0, 0.0, 1.0, -1.0]",
    "[cv2.getWindowProperty('x', each) for each in range(-1, 6)]": "[-1.0, -1.0, -1.0, -1.0, -1.0, 0.0, -1.0]",
    "cv2.setWindowProperty('w', SIZE, 0), cv2.getWindowProperty('w', SIZE)": "(None, 0.0)",
    "cv2.setMouseCallback('w', None)": "TypeError",
    "cv2.setMouseCallback('w', on_mouse=callback)": "None",
    "cv2.setMouseCallback('x', callback)": NULL,
    "cv2.createButton('b', None)": "TypeError",
    "cv2.destroyWindow('x')": "None",
    "cv2.destroyWindow('w')": "None",
    "cv2.getWindowProperty('w', VISIBLE)": NULL,
    "cv2.namedWindow('w'), cv2.destroyAllWindows(), cv2.getWindowProperty('w', VISIBLE)": "(None, None, 0.0)",
}


def result(call):
    try:
        return repr(eval(call))
    except cv2.error as error:
        return "cv2.error %s" % error.code
    except Exception as error:
        return type(error).__name__


for call, expected in without_window.items():
    if result(call) != expected:
        print(call, expected, result(call))
cv2.namedWindow("w")
for call, expected in with_window.items():
    found = result(call)
    if found != expected:
        print(call, expected, found)
print(len(without_window) + len(with_window), "calls")
