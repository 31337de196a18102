"""What the client's errors mean, in our words."""

from __future__ import annotations

import aiohttp

from ct_pipeline.feeds.exchange import Failure
from ct_pipeline.web.addresses import RefusedAddressError
from ct_pipeline.web.bodies import BodyTooLargeError, UndecodableBodyError
from ct_pipeline.web.limits import Limits


class StoppedError(Exception):
    """A fetch that ends without a response."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


def explained(error: Exception, limits: Limits) -> StoppedError:
    """What a client error means, in our words. Raises errors that are not the server's doing."""
    text = str(error) or type(error).__name__
    match error:
        case aiohttp.ClientConnectorDNSError():
            return StoppedError(Failure.DNS, f"the name cannot be resolved: {error.os_error}")
        case aiohttp.ClientConnectorError(os_error=RefusedAddressError() as refused):
            return StoppedError(Failure.REFUSED_ADDRESS, str(refused))
        case aiohttp.ClientSSLError():
            return StoppedError(Failure.TLS, text)
        case TimeoutError():
            return StoppedError(
                Failure.TIMEOUT,
                text if text != "TimeoutError" else f"not done in {limits.total_seconds:g} s",
            )
        case aiohttp.ClientConnectorError():
            return StoppedError(Failure.CONNECT, text)
        case aiohttp.InvalidURL():
            return StoppedError(Failure.REFUSED_ADDRESS, f"not a web address: {text}")
        case BodyTooLargeError():
            return StoppedError(Failure.TOO_LARGE, text)
        case aiohttp.ClientResponseError():
            return StoppedError(Failure.BROKEN, error.message or text)
        case UndecodableBodyError() | aiohttp.ClientError() | OSError() | ValueError():
            return StoppedError(Failure.BROKEN, text)
    raise error
