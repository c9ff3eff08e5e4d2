"""Where shards are scored: worker processes of this machine, or a Ray cluster."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from multiprocessing import connection
from typing import Any

from stance.articles import Article, ArticleError
from stance.errors import InputError
from stance.scoring.shard import Shard, ShardResult
from stance.scoring.worker import Worker, WorkerOptions

Engine = Callable[[Iterable[Shard], WorkerOptions, int], Iterator[tuple[Shard, ShardResult]]]
"""(shards, options, workers) -> results in the order in which they come."""

_worker: Worker


def _start(options: WorkerOptions) -> None:
    global _worker
    # Ctrl-C goes to every process of the terminal; the run's own process answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    _worker = Worker(options)


def _follow_parent() -> None:
    """End this worker when the run is killed: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _score(shard: Shard) -> ShardResult:
    return _worker.score(shard)


def local(
    shards: Iterable[Shard], options: WorkerOptions, workers: int
) -> Iterator[tuple[Shard, ShardResult]]:
    """Score in ``workers`` processes of this machine, or in this one if it is only one."""
    if workers == 1:
        worker = Worker(options)
        for shard in shards:
            yield shard, worker.score(shard)
        return
    broken: list[Shard] = []
    pending: dict[Future[ShardResult], Shard] = {}
    waiting = iter(shards)
    pool = _pool(options, workers)
    try:
        while True:
            # Only a few shards are held at a time, however large the folder.
            while len(pending) < 2 * workers and (new := next(waiting, None)) is not None:
                try:
                    pending[pool.submit(_score, new)] = new
                except BrokenProcessPool:
                    broken.append(new)
                    break
            if not pending and not broken:
                break
            for future in wait(pending, return_when=FIRST_COMPLETED).done if pending else ():
                done = pending.pop(future)
                try:
                    yield done, future.result()
                except BrokenProcessPool:
                    broken.append(done)
            if broken:
                broken += pending.values()
                pending.clear()
                _stop(pool)
                for shard in broken:
                    yield shard, _alone(shard, options)
                broken.clear()
                pool = _pool(options, workers)
    finally:
        _stop(pool)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once; without this an interrupted run waits for their shards."""
    # Public as terminate_workers() from Python 3.14 on.
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _pool(options: WorkerOptions, workers: int) -> ProcessPoolExecutor:
    # A forked child would inherit onnxruntime's threads in an undefined state.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(options,))


def _alone(shard: Shard, options: WorkerOptions) -> ShardResult:
    """Score a shard article by article after a worker died, to find the one that kills it."""
    whole = ShardResult()
    pool = _pool(options, 1)
    try:
        for item in shard.inputs:
            try:
                part = pool.submit(_score, Shard(shard.number, [item], 0)).result()
            except BrokenProcessPool:
                whole.errors.append(_death(item))
                _stop(pool)
                pool = _pool(options, 1)
                continue
            for table, rows in part.tables.items():
                whole.tables[table] += rows
            whole.errors += part.errors
    finally:
        _stop(pool)
    return whole


def ray(
    shards: Iterable[Shard], options: WorkerOptions, workers: int
) -> Iterator[tuple[Shard, ShardResult]]:
    """Score in ``workers`` actors of the Ray cluster that ``RAY_ADDRESS`` names, or a local one.

    Raises:
        InputError: if Ray is not installed.
    """
    try:
        import ray as cluster
    except ImportError as error:
        raise InputError(
            "--engine ray", "Ray is not installed; pip install 'stance[ray]'"
        ) from error
    started = not cluster.is_initialized()
    if started:
        try:
            cluster.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
        except (ConnectionError, ValueError) as error:
            raise InputError("--engine ray", f"no Ray cluster to connect to ({error})") from error
    try:
        # An actor beyond the cluster's CPUs would never start.
        workers = max(1, min(workers, int(cluster.cluster_resources().get("CPU", 1))))
        # A worker that dies is started again, and its shard given to it once more.
        actor: Any = cluster.remote(num_cpus=1, max_restarts=-1, max_task_retries=1)(Worker)
        idle: list[Any] = [actor.remote(options) for _ in range(workers)]
        running: dict[object, tuple[Shard, Any]] = {}
        for shard in shards:
            if not idle:
                yield _first(cluster, running, idle)
            worker = idle.pop()
            running[worker.score.remote(shard)] = (shard, worker)
        while running:
            yield _first(cluster, running, idle)
    finally:
        if started:
            cluster.shutdown()


def _first(
    cluster: Any, running: dict[object, tuple[Shard, Any]], idle: list[Any]
) -> tuple[Shard, ShardResult]:
    """Return the first result to come, and put its worker among the idle ones."""
    done, _ = cluster.wait(list(running), num_returns=1)
    shard, worker = running.pop(done[0])
    idle.append(worker)
    try:
        return shard, cluster.get(done[0])
    except cluster.exceptions.RayError:
        return shard, ShardResult(errors=[_death(item) for item in shard.inputs])


def _death(item: Article | ArticleError) -> dict[str, str]:
    """Return the error of an article whose worker died; of one that was not read, its own."""
    if not isinstance(item, Article):
        return asdict(item)
    reason = "the worker process died while scoring this article"
    return {"article": item.id, "stage": "score", "reason": reason}


ENGINES: dict[str, Engine] = {"local": local, "ray": ray}
