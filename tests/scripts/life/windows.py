"""What students do to windows."""

import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.title("window")
manager = plt.get_current_fig_manager()
manager.window.showMaximized()
manager.window.state("zoomed")
manager.window.wm_geometry("+%d+%d" % (100, 100))
manager.window.attributes("-topmost", 1)
manager.window.setGeometry(0, 0, 640, 480)
manager.window.activateWindow()
manager.window.raise_()
manager.window.setWindowTitle("mine")
x, y, width, height = manager.window.geometry().getRect()
left = (manager.window.winfo_screenwidth() - 640) // 2
manager.frame.Maximize(True)
manager.resize(*manager.window.maxsize())
manager.full_screen_toggle()
manager.set_window_title("a title")
assert manager.get_window_title() == "a title"
manager.toolbar.pan()
manager.toolbar.zoom()
manager.toolbar.home()
manager.toolbar.update()
manager.toolbar.save_figure()
manager.toolbar.configure_subplots()
manager.toolbar.pack_forget()
manager.toolbar.setVisible(False)
plt.gcf().canvas.mpl_connect("close_event", lambda event: print("closed", event.canvas is not None))


def fails(event):
    raise ValueError("the program's own")


plt.gcf().canvas.mpl_connect("close_event", fails)
plt.show()
print("done")
