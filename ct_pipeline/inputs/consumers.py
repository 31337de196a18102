"""Who is alerted to what: the consumers, their filters and their channels, as validated values."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

CONSUMER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MINUTES_OF_A_DAY = 24 * 60


def _check_id(value: str) -> str:
    if not CONSUMER_ID.fullmatch(value):
        raise ValueError(
            f"{value!r} is no id: letters, digits, - and _, at most 64, no - or _ first"
        )
    return value


def _check_variable(value: str) -> str:
    if not VARIABLE.fullmatch(value):
        raise ValueError(f"{value!r} is no name of a variable; write one like DESK_WEBHOOK_SECRET")
    return value


def _refuse_yes_and_no(value: object) -> object:
    # Python counts true as 1.
    if value is True or value is False:
        raise ValueError(f"{str(value).lower()} is no number")
    return value


ConsumerId = Annotated[str, AfterValidator(_check_id)]
EnvironmentName = Annotated[str, AfterValidator(_check_variable)]
MessageLanguage = Literal["fr", "ar", "en", "es"]
HOW_IT_IS_SENT = {"channels", "quiet_hours", "collect_seconds", "message_language", "was", "ledger"}
Number = Annotated[int, BeforeValidator(_refuse_yes_and_no)]


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FeedChannel(_Value):
    """Atom and JSON Feed files under `published/alerts/`."""

    type: Literal["feed"]


class WebhookChannel(_Value):
    """A Standard Webhooks endpoint; several secrets sign each message, for rotation."""

    type: Literal["webhook"]
    url: str | None = None
    url_env: EnvironmentName | None = None
    secret_env: EnvironmentName | tuple[EnvironmentName, ...]

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str | None) -> str | None:
        if url is not None and not url.lower().startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is not an http or https address")
        return url

    @model_validator(mode="after")
    def _has_one_address(self) -> Self:
        if (self.url is None) == (self.url_env is None):
            raise ValueError("give either url or url_env")
        if not self.secret_names:
            raise ValueError("secret_env names no variable")
        return self

    @property
    def secret_names(self) -> tuple[str, ...]:
        """The variables that hold the secrets, the one in force first."""
        return (self.secret_env,) if isinstance(self.secret_env, str) else self.secret_env


class AppriseChannel(_Value):
    """Any service that Apprise speaks to; its URL holds passwords, so a variable holds the URL."""

    type: Literal["apprise"]
    url_env: EnvironmentName


Channel = Annotated[FeedChannel | WebhookChannel | AppriseChannel, Field(discriminator="type")]


class QuietHours(_Value):
    """Local hours in which nothing is sent; what falls due then is sent when they end."""

    starts: time = Field(alias="from")
    ends: time = Field(alias="to")

    @field_validator("starts", "ends", mode="before")
    @classmethod
    def _undo_yaml(cls, value: object) -> object:
        # YAML 1.1 reads an unquoted 22:00 as the number 22 * 60; pydantic, 7 as seven seconds.
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if isinstance(value, int) and is_number and 60 <= value < MINUTES_OF_A_DAY:
            return time(value // 60, value % 60)
        if is_number:
            raise ValueError(f'{value} is no time of day; write it like "22:00"')
        return value

    @model_validator(mode="after")
    def _leaves_time_to_speak(self) -> Self:
        if self.starts == self.ends:
            raise ValueError("from and to are the same hour: nothing could ever be sent")
        return self


class LedgerRule(_Value):
    """What of the ledger a consumer is told: nothing unless it asks."""

    commitment_due_days: Annotated[Number, Field(ge=0, le=366)] | None = None
    commitment_overdue: bool = False
    figure_changed: bool = False
    claims_conflict: bool = False

    @property
    def is_on(self) -> bool:
        """Whether anything is asked for."""
        return self != LedgerRule()


class Consumer(_Value):
    """One consumer and its rule."""

    id: ConsumerId
    min_grade: Annotated[Number, Field(ge=0, le=3)] = 2
    languages: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    mode: Literal["immediate", "daily"] = "immediate"
    per: Literal["story", "article"] = "story"
    max_age_days: Annotated[Number, Field(ge=0, le=36_500)] = 7
    collect_seconds: Annotated[Number, Field(ge=0, le=86_400)] = 0
    quiet_hours: QuietHours | None = None
    timezone: str = ""
    message_language: MessageLanguage = "en"
    was: tuple[ConsumerId, ...] = ()
    ledger: LedgerRule = LedgerRule()
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]

    @field_validator("languages", "entities", "topics", "sources")
    @classmethod
    def _fold(cls, values: frozenset[str]) -> frozenset[str]:
        return frozenset(value.strip().casefold() for value in values)

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        return _known_timezone(name) if name else name

    @property
    def rule(self) -> str:
        """The rule as text: what has to match, without where it is sent."""
        values = self.model_dump(exclude=HOW_IT_IS_SENT)
        ordered = {k: sorted(v) if isinstance(v, frozenset) else v for k, v in values.items()}
        return json.dumps(ordered, sort_keys=True)

    @property
    def zone(self) -> ZoneInfo:
        """The consumer's time zone."""
        return ZoneInfo(self.timezone)


class Operator(_Value):
    """Who is told when an endpoint is disabled, through Apprise."""

    url_env: EnvironmentName


class ConsumersFile(_Value):
    """The content of `CT_ALERTS_FILE`."""

    timezone: str = "UTC"
    operator: Operator | None = None
    consumers: tuple[Consumer, ...]

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        return _known_timezone(name)


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone; write one like Africa/Casablanca") from error
    return name


def address_key(address: str) -> str:
    """A short name for an address that does not show it."""
    return hashlib.sha256(address.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a channel's messages go. Address and secrets never show in its text."""

    channel_key: str
    consumer_id: str
    channel: str
    url: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """The consumers in force, their endpoints by channel key, and where the operator is told."""

    consumers: tuple[Consumer, ...]
    endpoints: Mapping[str, Endpoint]
    operator: Endpoint | None = None

    def consumer(self, consumer_id: str) -> Consumer | None:
        """The consumer of that id, if the file has it."""
        return next((c for c in self.consumers if c.id == consumer_id), None)

    def endpoints_of(self, consumer_id: str) -> tuple[Endpoint, ...]:
        """The consumer's endpoints, in the order of the file."""
        return tuple(e for e in self.endpoints.values() if e.consumer_id == consumer_id)
