"""A scheduler and workers that are there before their clients, as many as the first argument says.

Each worker has a mount and a PID namespace of its own and no descriptor 3, so that it finds no channel. All end
with this program's stdin.
"""

import asyncio
import os
import subprocess
import sys

from distributed import Scheduler

WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")
APART = ["unshare", "-pmf", "--mount-proc", "--kill-child"]


async def main(count):
    async with Scheduler(host="127.0.0.1", port=0, dashboard_address=":0") as scheduler:
        command = [*APART, sys.executable, WORKER, scheduler.address]
        workers = [subprocess.Popen(command, start_new_session=True) for _ in range(count)]
        try:
            while len(scheduler.workers) < count:
                await asyncio.sleep(0.02)
            print(scheduler.address, flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        finally:
            for worker in workers:
                worker.kill()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
