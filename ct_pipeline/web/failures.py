"""What the client's errors mean, in our words."""

from __future__ import annotations

import errno
import re
import socket
import ssl

import aiohttp

from ct_pipeline.feeds.exchange import Failure
from ct_pipeline.web.addresses import RefusedAddressError
from ct_pipeline.web.bodies import BodyTooLargeError, in_words
from ct_pipeline.web.codings import UndecodableBodyError
from ct_pipeline.web.limits import Limits

# By OpenSSL's number of the fault (X509_V_ERR_…).
_CERTIFICATE_FAULTS = {
    9: "the certificate is not valid yet: is this machine's clock right?",
    10: "the certificate has expired: browsers warn of the site too",
    18: "the certificate is signed by nobody but the server itself",
    19: "the certificate comes from an authority that this machine does not know",
    20: "the chain of certificates is incomplete: the server leaves out a link of it, or the "
    "authority is unknown here",
    21: "the chain of certificates is incomplete: the server sends its own certificate alone",
    23: "the certificate was revoked",
    62: "the certificate is for another host",
    64: "the certificate is for another host",
}
_TLS_FAULTS = {
    "WRONG_VERSION_NUMBER": "the server does not speak TLS on this port",
    "UNSUPPORTED_PROTOCOL": "the server offers only versions of TLS that are no longer safe",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the server offers only versions of TLS that are not ours",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "the server accepts no cipher that is safe",
    "TLSV1_UNRECOGNIZED_NAME": "the server does not know this host name",
    "TLSV1_ALERT_INTERNAL_ERROR": "the server does not serve this host name by TLS",
    "DH_KEY_TOO_SMALL": "the server's keys are too short to be safe",
}
_NAME_FAULTS = {
    socket.EAI_NONAME: "no such host: does the address still exist?",
    socket.EAI_AGAIN: "the name server did not answer",
    socket.EAI_NODATA: "the host has no address that this machine can use (IPv6 only, perhaps)",
}
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})
_IPV6 = re.compile(r"\('[0-9a-f]*:[0-9a-f:.]+'")
_IPV4 = re.compile(r"\('\d+\.\d+\.\d+\.\d+'")


class StoppedError(Exception):
    """A fetch that ends without a response."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


def explained(error: Exception, limits: Limits) -> StoppedError:
    """What a client error means, in our words. Raises errors that are not the server's doing."""
    text = in_words(error)
    match error:
        case aiohttp.ClientConnectorDNSError():
            return StoppedError(Failure.DNS, _name_fault(error.os_error))
        case aiohttp.ClientConnectorError(os_error=RefusedAddressError() as refused):
            return StoppedError(Failure.REFUSED_ADDRESS, str(refused))
        case aiohttp.ClientSSLError():
            return StoppedError(Failure.TLS, tls_fault(error))
        case TimeoutError():
            return StoppedError(
                Failure.TIMEOUT,
                text if text != "TimeoutError" else f"not done in {limits.total_seconds:g} s",
            )
        case aiohttp.ClientConnectorError():
            return StoppedError(Failure.CONNECT, _connection_fault(error))
        case aiohttp.InvalidURL():
            return StoppedError(Failure.REFUSED_ADDRESS, f"not a web address: {text}")
        case BodyTooLargeError():
            return StoppedError(Failure.TOO_LARGE, text)
        case aiohttp.ClientResponseError():
            return StoppedError(Failure.BROKEN, text)
        case UndecodableBodyError() | aiohttp.ClientError() | OSError() | ValueError():
            return StoppedError(Failure.BROKEN, text)
    raise error


def tls_fault(error: aiohttp.ClientError) -> str:
    """Why there is no secure connection, in plain words."""
    match error:
        case aiohttp.ClientConnectorCertificateError(
            certificate_error=ssl.SSLCertVerificationError() as fault
        ):
            said = fault.verify_message
            return _CERTIFICATE_FAULTS.get(fault.verify_code, f"the certificate is bad: {said}")
        case aiohttp.ClientConnectorSSLError(os_error=ssl.SSLError() as fault):
            return _TLS_FAULTS.get(fault.reason or "", f"no secure connection: {fault.reason}")
    return f"no secure connection: {error}"


def _name_fault(error: OSError) -> str:
    fault = _NAME_FAULTS.get(error.errno or 0)
    return f"the name cannot be resolved: {fault or error}"


def _connection_fault(error: aiohttp.ClientConnectorError) -> str:
    text = str(error)
    if error.os_error.errno in _UNREACHABLE and _IPV6.search(text) and not _IPV4.search(text):
        return f"{error.host} can be reached by IPv6 only, and this machine has none"
    return text
