"""A warehouse with alerts, a clock, and the receivers that they are delivered to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.settings import Settings
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.steps.post import Post, open_post
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.alerts.newsroom import add_article
from ct_pipeline_tests.press.server import Site

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


@dataclass
class Clock:
    """The present moment, until a test moves it."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Desk:
    """A monitor with one consumer, its receiver and a clock."""

    settings: Settings
    receiver: Site
    clock: Clock
    rule: str = ""
    name: str = "id: desk"
    secrets: str = "SECRET"
    address: str = ""
    more: str = ""
    is_allowed: bool = True
    operator: bool = False

    def post(self) -> Post:
        text = (
            f"consumers: [{{{self.name}, {self.rule} channels: [{{type: webhook,"
            f" url: 'http://{self.address or self.receiver.host}/hook',"
            f" secret_env: {self.secrets}}}]}}{self.more}]"
        )
        if self.operator:
            text = f"{{operator: {{url_env: OPERATOR}}, {text}}}"
        environment = {
            "SECRET": SECRET,
            "OLD": OLD_SECRET,
            "OPERATOR": f"json://{self.receiver.host}/operator",
        }
        rules = parse_rules(text, "alerts.yaml", environment)
        allowed = self.settings.allowed_private_hosts | {self.address or self.receiver.host}
        settings = self.settings.model_copy(update={"allowed_private_hosts": allowed})
        post = open_post(settings if self.is_allowed else self.settings, rules, self.clock)
        return replace(post, sleep=self.clock.sleep)

    def alert(self, *articles: str) -> None:
        """New articles, and the alerts that they cause."""
        with open_warehouse(self.settings.warehouse_file) as connection:
            for article in articles:
                add_article(connection, article, published_from=self.clock())
            make_alerts(connection, self.post().rules, self.clock())

    def rows(self, columns: str) -> list[tuple[object, ...]]:
        with open_warehouse(self.settings.warehouse_file) as connection:
            sql = f"SELECT {columns} FROM news.alert_deliveries ORDER BY created_at, story_id"
            return connection.execute(sql).fetchall()
