"""A check for each endpoint of the alert rules: it fails while the endpoint needs a person."""

import re
from collections.abc import Iterator

import dagster as dg

from ct_pipeline.alerts.deliveries import FEED
from ct_pipeline.defs.alerts import alert_retries
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.warehouse.alerts.operations import read_endpoint_troubles


@dg.definitions
def endpoint_checks() -> dg.Definitions:
    """The checks of the rules in force when the definitions are loaded."""
    keys = {f"endpoint_{re.sub(r'[^A-Za-z0-9]', '_', key)}": key for key in _channel_keys()}
    specs = [
        dg.AssetCheckSpec(
            name,
            asset=alert_retries,
            description=f"{key} is not disabled and has not failed for more than a day.",
        )
        for name, key in keys.items()
    ]
    if not specs:
        return dg.Definitions()

    @dg.multi_asset_check(name="endpoints_need_nobody", specs=specs)
    def check(monitor: MonitorParam) -> Iterator[dg.AssetCheckResult]:
        """Disabled endpoints, and those without a success for more than a day, fail."""
        with monitor.open() as connection:
            troubles = read_endpoint_troubles(connection, monitor.now(), keys.values())
        reasons = {trouble.subject: trouble.reason for trouble in troubles}
        for name, key in keys.items():
            yield dg.AssetCheckResult(
                asset_key=alert_retries.key,
                check_name=name,
                passed=key not in reasons,
                description=reasons.get(key, "answers, or has not been called yet"),
                metadata={"endpoint": key, "reason": reasons.get(key, "")},
            )

    return dg.Definitions(asset_checks=[check])


def _channel_keys() -> list[str]:
    """The endpoints that are called; none where the rules cannot be read, which a pass reports."""
    try:
        endpoints = read_alert_rules(Settings.read()).endpoints
    except SettingsError:
        return []
    return [key for key, endpoint in endpoints.items() if endpoint.channel != FEED]
