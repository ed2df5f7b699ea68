#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The burst of `heddle-cli bench flow` as a Python service would run it: 35 threads, one shared httpx client.

usage: bench_flow_peer.py RERANK_URL USERS        (needs: pip install httpx)
Prints as JSON the time of the whole burst and the processor time, start-up excluded.
"""
import asyncio
import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

TEXT = ("The keeper of the northern lock wrote down what passed it. " * 11)[:590]
DOCUMENTS = [f"Passage {i}\n{TEXT}" for i in range(64)]


async def question(client, pool, url):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, time.sleep, 0.2)
    await loop.run_in_executor(pool, time.sleep, 0.3)
    reply = await client.post(url, json={"model": "bench", "query": "What passed the lock?",
                                         "documents": DOCUMENTS, "top_n": len(DOCUMENTS)})
    reply.raise_for_status()
    scores = {entry["index"]: entry["relevance_score"] for entry in reply.json()["results"]}
    return sorted(range(len(DOCUMENTS)), key=lambda i: -scores[i])


def cpu_ms():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1000


async def main(url, users):
    limits = httpx.Limits(max_connections=102, max_keepalive_connections=102)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        with ThreadPoolExecutor(35) as pool:
            before, begun = cpu_ms(), time.monotonic()
            await asyncio.gather(*(question(client, pool, url + "/rerank") for _ in range(users)))
            print(json.dumps({"users": users, "total_ms": (time.monotonic() - begun) * 1000, "cpu_ms": cpu_ms() - before}))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
