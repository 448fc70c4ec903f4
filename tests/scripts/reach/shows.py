"""Shows a figure in a worker."""


def show(number):
    import matplotlib.pyplot as plt

    plt.figure(num=number).show()
    print("done", flush=True)
