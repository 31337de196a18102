"""Memory that stays bounded: few large bodies at a time, and none unless its reader keeps up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ct_pipeline.feeds.exchange import Response

TAKEN_AT_ONCE = 8


class Permit:
    """The right of one fetch to hold a large body, until it is given back."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._is_held = False

    async def acquire(self) -> None:
        """Waits for a place; once held, returns at once."""
        if not self._is_held:
            await self._places.acquire()
            self._is_held = True

    def release(self) -> None:
        """Gives the place back, if there was one."""
        if self._is_held:
            self._places.release()
            self._is_held = False


@asynccontextmanager
async def permit_among(places: asyncio.Semaphore) -> AsyncIterator[Permit]:
    """A permit that is given back at the end of the block."""
    permit = Permit(places)
    try:
        yield permit
    finally:
        permit.release()


class Handover:
    """Passes responses to another thread's loop-free code; givers wait until they are taken."""

    def __init__(self) -> None:
        self._given: asyncio.Queue[tuple[Response, asyncio.Event] | None] = asyncio.Queue()

    async def give(self, response: Response) -> None:
        """Returns when the response was taken."""
        taken = asyncio.Event()
        self._given.put_nowait((response, taken))
        await taken.wait()

    def close(self) -> None:
        """Nothing more will be given."""
        self._given.put_nowait(None)

    async def take(self) -> list[Response]:
        """At least one response and whatever few others wait; none when it is all over.

        Several at once, because crossing threads is the costly part.
        """
        responses: list[Response] = []
        while not responses or (len(responses) < TAKEN_AT_ONCE and not self._given.empty()):
            item = await self._given.get()
            if item is None:
                self.close()  # found again by the next call
                break
            response, taken = item
            taken.set()
            responses.append(response)
        return responses
