"""Reading ahead: a thread reads while the model works, within bounds of number and size."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """Iterates over lists of the items that are ready, in order; waits only when there are none,
    and gives an empty list before it does, or ends.

    At most `max_items` items, and `max_size` by the measure `size`, are held (one item may exceed
    it alone). An error of the source is raised after the items before it. The thread is a daemon:
    it may sit in a read that never ends.
    """

    def __init__(
        self, source: Iterable[T], max_items: int, max_size: int, size: Callable[[T], int]
    ):
        self._source = iter(source)
        self._max_items, self._max_size, self._size = max_items, max_size, size
        self._items: deque[tuple[T, int]] = deque()
        self._held = 0
        self._ended = self._stopped = False
        self._error: BaseException | None = None
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="reader", daemon=True)

    def _read(self) -> None:
        try:
            for item in self._source:
                if not self._put(item):
                    return
        except BaseException as error:
            self._error = error
        finally:
            with self._change:
                self._ended = True
                self._change.notify_all()

    def _put(self, item: T) -> bool:
        size = self._size(item)
        with self._change:
            while self._items and (
                len(self._items) >= self._max_items or self._held + size > self._max_size
            ):
                if self._stopped:
                    return False
                self._change.wait()
            self._items.append((item, size))
            self._held += size
            self._change.notify_all()
            return not self._stopped

    def __iter__(self) -> Iterator[list[T]]:
        self._thread.start()
        try:
            told = True
            while True:
                with self._change:
                    while told and not self._items and not self._ended:
                        self._change.wait()
                    ready = [item for item, _ in self._items]
                    self._items.clear()
                    self._held = 0
                    over = told and self._ended and not ready
                    self._change.notify_all()
                if not over:
                    told = not ready
                    yield ready
                elif self._error is not None:
                    raise self._error
                else:
                    return
        finally:
            with self._change:
                self._stopped = True
                self._change.notify_all()
