"""A worker of the scheduler at the address that is the first argument."""

import asyncio
import os
import sys

from distributed import Worker


async def main(address):
    async with Worker(address, nthreads=2, dashboard_address=":0", local_directory=os.getcwd()) as worker:
        await worker.finished()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
