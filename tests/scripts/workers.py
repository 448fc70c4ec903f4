import multiprocessing
import sys


def work(number):
    import matplotlib.pyplot as plt

    plt.plot([number, 2 * number])
    plt.title(f"figure {number}")
    plt.show()


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(3) as pool:
        pool.map(work, range(6))
