"""Pages made for one trait each: paragraphs in four languages and the frame around them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import FeedWitness, RawPage

SEEN_AT = datetime(2025, 7, 1, 12, tzinfo=UTC)
URL = "https://journal.test/2/une-digue-neuve"
TITLE = "Une digue neuve protège le quartier bas"

FRENCH = (
    "Les ouvriers ont posé mercredi la dernière pierre d’une digue qui doit protéger le quartier"
    " bas des crues d’hiver, a annoncé la commune dans la soirée.",
    "Le chantier, ouvert il y a deux ans, a employé soixante personnes venues des villages voisins"
    " et coûté un peu moins que ce que le conseil avait prévu.",
    "« Nous dormirons mieux cet hiver », a dit une boulangère dont la boutique avait été noyée"
    " trois fois, et qui avait songé à quitter la rue.",
    "Une seconde digue, plus basse, sera bâtie en amont si la région accorde le crédit qu’elle"
    " promet depuis le printemps dernier.",
)
SPANISH = (
    "Los obreros colocaron el miércoles la última piedra de un dique que debe proteger el barrio"
    " bajo de las crecidas del invierno, anunció el ayuntamiento.",
    "La obra, abierta hace dos años, dio trabajo a sesenta personas llegadas de los pueblos"
    " cercanos y costó algo menos de lo previsto por el consejo.",
    "«Dormiremos mejor este invierno», dijo una panadera cuya tienda se había inundado tres veces"
    " y que había pensado en dejar la calle.",
)
ARABIC = (
    "وضع العمال يوم الأربعاء الحجر الأخير لسد صغير يحمي الحي المنخفض من فيضانات الشتاء، حسب ما"
    " أعلنته الجماعة في المساء.",
    "شغل الورش الذي فتح قبل سنتين ستين شخصا من القرى المجاورة، وكلف أقل بقليل مما كان المجلس قد"
    " توقعه في بداية الأشغال.",
    "وقالت خبازة غمرت المياه محلها ثلاث مرات إنها ستنام هذا الشتاء مطمئنة، بعد أن فكرت في مغادرة"
    " الزقاق مع أسرتها.",
)
ENGLISH = (
    "Workers laid the last stone on Wednesday of a levee that is to shield the lower quarter from"
    " winter floods, the council announced in the evening.",
    "The site, opened two years ago, gave work to sixty people from the villages around and cost a"
    " little less than the council had foreseen.",
    "“We will sleep better this winter,” said a baker whose shop had been flooded three times and"
    " who had thought of leaving the street.",
)
OTHER_STORY = (
    "Le musée du sel rouvrira dimanche ses trois salles après une longue fermeture, a promis son"
    " conservateur devant une centaine de visiteurs."
)


def paragraphs(texts: Sequence[str], markup: str = "<p>{}</p>") -> str:
    """The texts, each in this markup."""
    return "\n".join(markup.format(text) for text in texts)


def page(body: str, *, head: str = "", title: str = TITLE, language: str = "fr") -> bytes:
    """A page with this body and head."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head><body>{body}</body></html>"
    ).encode()


def read(
    data: bytes | str,
    *,
    feed: FeedWitness | None = None,
    url: str = URL,
    content_type: str = "text/html",
) -> Article:
    """The article of a page; fails where it is none."""
    result = outcome(data, feed=feed, url=url, content_type=content_type)
    assert isinstance(result, Article), result
    return result


def outcome(
    data: bytes | str,
    *,
    feed: FeedWitness | None = None,
    url: str = URL,
    content_type: str = "text/html",
) -> Article | Rejection:
    """What comes of a page: the body alone, in a plain frame, where it is given as text."""
    body = (
        page(f"<main><article><h1>{TITLE}</h1>{data}</article></main>")
        if isinstance(data, str)
        else data
    )
    raw = RawPage("1", body, SEEN_AT, content_type, url, url, feed or FeedWitness("Le Journal"))
    return extract_raw(raw).result


def block(**fields: object) -> str:
    """Structured data of an article with these fields."""
    node = {"@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'
