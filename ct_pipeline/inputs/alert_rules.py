"""The text of `CT_ALERTS_FILE` to rules; every error names file, line and mend."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from ct_pipeline.environment import variables
from ct_pipeline.errors import UserError
from ct_pipeline.inputs.consumers import (
    AppriseChannel,
    Channel,
    Consumer,
    ConsumersFile,
    Endpoint,
    FeedChannel,
    LedgerRule,
    Operator,
    QuietHours,
    Rules,
    WebhookChannel,
    address_key,
)
from ct_pipeline.inputs.yaml_text import NodePath, YamlError, YamlText, parse_yaml, read_text
from ct_pipeline.refusals import VALUE_ERROR, did_you_mean, in_words, own_words
from ct_pipeline.settings import Settings, SettingsError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

WHERE_TO_READ = "docs/alerts.md lists every key"
# How the keys are written that hold more than a word.
EXAMPLES = {
    "consumers": "[{id: desk, channels: [{type: feed}]}]",
    "channels": "[{type: feed}]",
    "languages": "[fr, ar]",
    "entities": "[unoct]",
    "topics": "[training]",
    "sources": "[Le Matin]",
    "was": "[press-desk]",
    "quiet_hours": '{from: "22:00", to: "07:00"}',
    "ledger": "{commitment_due_days: 14}",
    "operator": "{url_env: OPERATOR_APPRISE_URL}",
}
# What the keys belong to, by the key or the channel's type that they stand under.
MODELS: Mapping[str, type[BaseModel]] = {
    "": ConsumersFile,
    "operator": Operator,
    "consumers": Consumer,
    "quiet_hours": QuietHours,
    "ledger": LedgerRule,
    "feed": FeedChannel,
    "webhook": WebhookChannel,
    "apprise": AppriseChannel,
}
HOW_TO_MAKE_ONE = (
    'make one with: python -c "import base64,os;'
    "print('whsec_'+base64.b64encode(os.urandom(24)).decode())\""
)


class RulesError(UserError):
    """The rules cannot be used: one line per problem, each with file, line and mend."""


def read_alert_rules(settings: Settings, *, is_to_send: bool = True) -> Rules:
    """The rules in force; where nothing `is_to_send`, no variable of theirs need be set.

    Raises SettingsError that names file, line and mend.
    """
    file = settings.alerts_file
    try:
        return parse_rules(read_text(file), str(file), variables() if is_to_send else None)
    except (YamlError, RulesError) as error:
        raise SettingsError(str(error)) from None
    except OSError as error:
        raise SettingsError(
            f"CT_ALERTS_FILE={file} cannot be read: {error.strerror}. "
            "Create it (docs/alerts.md has an example) or unset CT_ALERTS_FILE."
        ) from error


def parse_rules(text: str, file_name: str, environment: Mapping[str, str] | None) -> Rules:
    """The rules that `text` holds, with addresses and secrets from `environment`; without one
    they have none.

    Raises RulesError, with all problems of the first step that found any: YAML, then keys, values
    and ids, then variables that are not set.
    """
    try:
        written = parse_yaml(text, file_name)
        value = written.value() or {}
    except YamlError as error:
        raise RulesError(str(error)) from None
    taken = [written.at(path, problem) for path, problem in _taken_ids(value)]
    try:
        content = ConsumersFile.model_validate(value)
    except ValidationError as error:
        raise RulesError("\n".join([*_explain(error, written), *taken])) from None
    if taken:
        raise RulesError("\n".join(taken))
    rules, problems = _resolve(content, environment)
    if problems:
        raise RulesError("\n".join(written.at(path, problem) for path, problem in problems))
    return rules


def _taken_ids(value: object) -> Iterator[tuple[NodePath, str]]:
    """Ids that an earlier consumer of the file bears, whatever else is wrong with it."""
    consumers = value.get("consumers") if isinstance(value, dict) else None
    seen: set[str] = set()
    for number, consumer in enumerate(consumers if isinstance(consumers, list) else ()):
        name = consumer.get("id") if isinstance(consumer, dict) else None
        if not isinstance(name, str):
            continue
        if name.casefold() in seen:
            problem = f"the id {name!r} is taken. Give each consumer an id of its own."
            yield ("consumers", number, "id"), problem
        seen.add(name.casefold())


def _resolve(
    content: ConsumersFile, given: Mapping[str, str] | None
) -> tuple[Rules, list[tuple[NodePath, str]]]:
    """The rules, and what is wrong with former ids, channels and variables."""
    environment = given or {}
    problems: list[tuple[NodePath, str]] = []
    endpoints: dict[str, Endpoint] = {}
    former = Counter(name.casefold() for consumer in content.consumers for name in consumer.was)
    present = {consumer.id.casefold() for consumer in content.consumers}
    for number, consumer in enumerate(content.consumers):
        problems += [
            (("consumers", number, "was"), f"{name!r} is a consumer's present id or was another's.")
            for name in consumer.was
            if name.casefold() in present or former[name.casefold()] > 1
        ]
        listed: set[str] = set()
        for place, channel in enumerate(consumer.channels):
            path: NodePath = ("consumers", number, "channels", place)
            if given is not None:
                problems += [((*path, key), text) for key, text in _unusable(channel, given)]
            endpoint = _endpoint(consumer.id, channel, environment)
            if endpoint.channel_key in listed:
                problems.append((path, "this channel is listed twice. Take one off."))
            listed.add(endpoint.channel_key)
            endpoints[endpoint.channel_key] = endpoint
    consumers = tuple(
        consumer.model_copy(update={"timezone": consumer.timezone or content.timezone})
        for consumer in content.consumers
    )
    operator = None
    if content.operator is not None:
        name = content.operator.url_env
        operator = Endpoint(f"operator/apprise/{name}", "", "apprise", environment.get(name, ""))
        if given is not None and not operator.url:
            problem = f"the variable {name} is not set. Set it to the operator's Apprise URL."
            problems.append((("operator", "url_env"), problem))
    return Rules(consumers, endpoints, operator), problems


def _endpoint(consumer_id: str, channel: Channel, environment: Mapping[str, str]) -> Endpoint:
    secrets: tuple[str, ...] = ()
    if isinstance(channel, WebhookChannel):
        url = channel.url or environment.get(channel.url_env or "", "")
        name = address_key(channel.url) if channel.url else str(channel.url_env)
        secrets = tuple(environment.get(name, "") for name in channel.secret_names)
    elif isinstance(channel, AppriseChannel):
        url, name = environment.get(channel.url_env, ""), channel.url_env
    else:
        url, name = "", "files"
    key = f"{consumer_id}/{channel.type}/{name}"
    return Endpoint(key, consumer_id, channel.type, url, secrets)


def _unusable(channel: Channel, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The channel's keys whose variables are unset or hold what cannot be used."""
    url_env = getattr(channel, "url_env", None)
    if url_env and not environment.get(url_env):
        yield "url_env", f"the variable {url_env} is not set. Set it to the channel's address."
    if not isinstance(channel, WebhookChannel):
        return
    for name in channel.secret_names:
        secret = environment.get(name, "")
        if not secret:
            yield "secret_env", f"the variable {name} is not set. Set it; {HOW_TO_MAKE_ONE}"
        elif not _is_secret(secret):
            wanted = "whsec_ and base64"
            yield "secret_env", f"the variable {name} does not hold {wanted}; {HOW_TO_MAKE_ONE}"


def _is_secret(secret: str) -> bool:
    # The library that signs skips whatever is not base64, so that others would sign differently.
    written = secret.removeprefix("whsec_").rstrip("=")
    try:
        return bool(base64.b64decode(written + "=" * (-len(written) % 4), validate=True))
    except (binascii.Error, ValueError):
        return False


def _explain(error: ValidationError, written: YamlText) -> Iterator[str]:
    """A line for each place that is wrong, the first thing that is wrong there."""
    places: list[str] = []
    for problem in error.errors(include_url=False):
        place = written.locate(problem["loc"])[1]
        is_consequence = problem["type"] == "too_short" and any(
            known.startswith(place) for known in places
        )
        if place not in places and not is_consequence:
            places.append(place)
            yield written.at(problem["loc"], _sentence(problem))


def _sentence(problem: ErrorDetails) -> str:
    kind, given = problem["type"], problem["input"]
    key = str(problem["loc"][-1]) if problem["loc"] else "consumers"
    if kind == "extra_forbidden":
        text = f"the key {key!r} is unknown"
        if hint := did_you_mean(key, _known_keys(problem)):
            return f"{text}: {hint} {WHERE_TO_READ}."
    elif kind == "missing" and problem["loc"] == ("consumers",):
        return f"the file names no consumers. Write them, or `consumers: []`; {WHERE_TO_READ}."
    elif kind == VALUE_ERROR:
        text = own_words(problem)
    elif kind == "missing":
        text = "it is missing"
    elif kind in ("tuple_type", "frozen_set_type"):
        text = "a list is wanted"
    else:
        text = in_words(problem, repr(given)[:60] if isinstance(given, (str, int, float)) else "it")
    if kind != VALUE_ERROR and key in EXAMPLES:
        return f"{text}. Write it like `{key}: {EXAMPLES[key]}`; {WHERE_TO_READ}."
    return f"{text}. Correct it: {WHERE_TO_READ}."


def _known_keys(problem: ErrorDetails) -> set[str]:
    """The keys that may stand where an unknown one does."""
    above = ["", *(part for part in problem["loc"][:-1] if isinstance(part, str))]
    fields = MODELS[above[-1]].model_fields
    return {field.alias or name for name, field in fields.items()}
