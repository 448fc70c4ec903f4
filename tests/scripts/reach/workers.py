"""Shows figures in workers: of `multiprocessing` by start method and kind, or of a library."""

import multiprocessing
import os
import sys

# Not there by itself under `-I`.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))


def work(number):
    from shows import show

    show(f"{number}")


def process(method):
    context = multiprocessing.get_context(method)
    workers = [context.Process(target=work, args=(number,)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0, worker.exitcode


def pool(method):
    with multiprocessing.get_context(method).Pool(2) as workers:
        workers.map(work, range(4))


def executor(method):
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as workers:
        list(workers.map(work, range(4)))


def threads():
    from multiprocessing.pool import ThreadPool

    import matplotlib.pyplot  # noqa: F401  # Two threads that import it at once is another matter.

    with ThreadPool(2) as workers:
        workers.map(work, range(4))


def joblib():
    from joblib import Parallel, delayed

    Parallel(n_jobs=2)(delayed(work)(number) for number in range(4))


def dask():
    from dask.distributed import Client, LocalCluster

    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    # A worker has four seconds for its end, then its nanny warns and kills it: on a busy machine it may
    # take longer. What it showed was delivered before.
    options["silence_logs"] = "ERROR"
    with LocalCluster(processes=True, **options) as cluster, Client(cluster) as client:
        client.gather(client.map(work, range(4)))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
