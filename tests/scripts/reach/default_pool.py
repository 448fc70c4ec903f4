"""Shows figures in processes that are started as this CPython starts them by default."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from workers import work

if __name__ == "__main__":
    with ProcessPoolExecutor(2) as workers:
        list(workers.map(work, range(4)))
    print(multiprocessing.get_start_method())
