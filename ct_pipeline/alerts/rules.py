"""The text of `CT_ALERTS_FILE` to rules; every error names file, line and mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from pydantic import ValidationError
from standardwebhooks.webhooks import Webhook

from ct_pipeline.alerts.consumers import (
    AppriseChannel,
    Channel,
    ConsumersFile,
    Endpoint,
    Rules,
    WebhookChannel,
)
from ct_pipeline.alerts.identity import address_key

WHERE_TO_READ = "docs/alerts.md lists every key"
# The keys that hold lists, each with an example.
LISTS = {
    "consumers": "[{id: desk, channels: [{type: feed}]}]",
    "channels": "[{type: feed}]",
    "languages": "[fr, ar]",
    "entities": "[unoct]",
    "topics": "[training]",
    "sources": "[Le Matin]",
}
HOW_TO_MAKE_ONE = (
    'make one with: python -c "import base64,os;'
    "print('whsec_'+base64.b64encode(os.urandom(24)).decode())\""
)
Path = tuple[int | str, ...]


class RulesError(ValueError):
    """The rules cannot be used: one line per problem, each with file, line and mend."""


def parse_rules(text: str, file_name: str, environment: Mapping[str, str]) -> Rules:
    """The rules that `text` holds, with addresses and secrets from `environment`.

    Raises RulesError, with all problems of the first step that found any: YAML, then keys and
    values, then variables that are not set.
    """
    tree = _compose(text, file_name)
    repeated = [_at(tree, path, file_name, problem) for path, problem in _repeated_keys(tree)]
    if repeated:
        raise RulesError("\n".join(repeated))
    try:
        content = ConsumersFile.model_validate(yaml.safe_load(text) or {})
    except ValidationError as error:
        raise RulesError("\n".join(_explain(error, tree, file_name))) from None
    rules, problems = _resolve(content, environment)
    if problems:
        lines = [_at(tree, path, file_name, problem) for path, problem in problems]
        raise RulesError("\n".join(lines))
    return rules


def _compose(text: str, file_name: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulesError(
            f"{file_name}, line {line}: not readable as YAML: {error.problem}. "
            "Mend the line (often an indentation, a missing colon or quote)."
        ) from None
    except yaml.YAMLError as error:
        raise RulesError(f"{file_name}: not readable as YAML: {error}. Mend the file.") from None


def _resolve(
    content: ConsumersFile, environment: Mapping[str, str]
) -> tuple[Rules, list[tuple[Path, str]]]:
    """The rules, and what is wrong with ids and variables."""
    problems: list[tuple[Path, str]] = []
    endpoints: dict[str, Endpoint] = {}
    seen: set[str] = set()
    for number, consumer in enumerate(content.consumers):
        if consumer.id.casefold() in seen:
            problem = f"the id {consumer.id!r} is taken. Give each consumer an id of its own."
            problems.append((("consumers", number, "id"), problem))
        seen.add(consumer.id.casefold())
        listed: set[str] = set()
        for place, channel in enumerate(consumer.channels):
            path: Path = ("consumers", number, "channels", place)
            problems += [((*path, key), text) for key, text in _unusable(channel, environment)]
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
        if not operator.url:
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
            yield "secret_env", f"the variable {name} holds no base64 secret; {HOW_TO_MAKE_ONE}"


def _is_secret(secret: str) -> bool:
    try:
        Webhook(secret)
    except Exception:  # the library raises whatever base64 raises
        return False
    return True


def _explain(error: ValidationError, tree: yaml.Node | None, file_name: str) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        mend = f"Correct it: {WHERE_TO_READ}."
        if problem["type"] == "extra_forbidden":
            text = f"the key {problem['loc'][-1]!r} is unknown. {mend}"
        elif problem["type"] in ("tuple_type", "frozen_set_type") and problem["loc"][-1] in LISTS:
            key = str(problem["loc"][-1])
            text = f"a list is wanted. Write it like `{key}: {LISTS[key]}`; {WHERE_TO_READ}."
        else:
            text = f"{problem['msg'].removeprefix('Value error, ')}. {mend}"
        yield _at(tree, problem["loc"], file_name, text)


def _at(tree: yaml.Node | None, path: Path, file_name: str, problem: str) -> str:
    line, found = _locate(tree, path)
    return f"{file_name}, line {line}, {found or 'top level'}: {problem}"


def _locate(tree: yaml.Node | None, path: Path) -> tuple[int, str]:
    """The line (from 1) of the deepest part of a path that the file has, and its name."""
    node, line, names = tree, 1, ""
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line, names = node.start_mark.line + 1, f"{names}[{part + 1}]"
        elif isinstance(node, yaml.MappingNode):
            found = _entry(node, part)
            if found:
                key, node = found
                line, names = key.start_mark.line + 1, f"{names}.{part}".lstrip(".")
            elif isinstance(part, str) and part == path[-1]:
                names = f"{names}.{part}".lstrip(".")
    return line, names


def _entry(node: yaml.MappingNode, name: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((key, value) for key, value in node.value if key.value == name), None)


def _repeated_keys(node: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Keys that stand twice in one place, of which YAML would silently drop the first."""
    if isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield from _repeated_keys(child, (*path, number))
    elif isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for name in {str(name) for name in names if names.count(name) > 1}:
            yield (*path, name), f"the key {name!r} stands here twice. Take one off."
        for key, child in node.value:
            yield from _repeated_keys(child, (*path, key.value))
