"""What an element's class and id hint that it is. A hint is a word, not a proof: see `foreign`."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Hint(StrEnum):
    """What a box may be by its names or its element."""

    TEXT = "text"  # the article's own container
    COMMENTS = "comments"
    CAPTION = "caption"
    POST = "embedded post"
    BOX = "box"  # related links, newsletters, advertising: never a paragraph of the text
    BESIDE = "beside"  # words that boxes have in their names, and paragraphs as well


_TEXT = re.compile(
    r"""(?<![a-z])(?:
      (?:article|story|entry|post|news|node|content|single|blog|page|detail)s?(?:-?(?:main|page|detail))?-{0,2}
        (?:body|text|content|paragraphs?|contenu|cuerpo|texto|txt|desc(?:ription)?|html)
    | articlebody|body-?(?:text|copy|content)|(?:main|rich|full)-?text|texte?-?article|story
    | field--?name-body|text-formatted|paywall|cuerpo|noticia|contenido
    )(?![a-z])""",
    re.VERBOSE,
)
_COMMENTS = re.compile(
    r"(?<![a-z])(?:comments?|comment-?(?:list|area|section|thread|body|content|wrapper|box|form)"
    r"|commentaires?|comentarios?|disqus|coral|respond|replies|hyvor|viafoura|kommentare?)(?![a-z])"
)
_CAPTION = re.compile(
    r"(?<![a-z])(?:[a-z]*captions?|[a-z]*caption-?(?:text|wrap)|legend[ea]?|pie-?(?:de-?)?foto"
    r"|bildunterschrift|(?:img|image|photo|bild|media)-{0,2}desc\w*|(?:photo|image|picture|media|foto|bild)-?(?:credits?|source|copyright|legend\w*)"
    r"|credits?-?(?:photo|image)|cutline)(?![a-z])"
)
_POST = re.compile(
    r"(?<![a-z])(?:twitter-tweet|twitter-video|twitter-embed|embed-?twitter|instagram-media|fb-post"
    r"|fb-video|tiktok-embed|reddit-embed\w*|telegram-post|bluesky-embed|mastodon-embed)(?![a-z])"
)
_BOX = re.compile(
    r"""(?<![a-z])(?:
      related|relacionad[ao]s|recommend(?:ed|ations?)?|recirc\w*|read-?(?:more|also|next|on)
    | (?:lire|voir|lea|leer)-?(?:aussi|tambien)|a-lire|most-?(?:read|popular|viewed)|plus-lus?
    | also-?(?:read|like)|you-?may|more-?(?:news|stories|articles|on|from)
    | other-?(?:news|articles)|next-?(?:post|article|story)|prev-?(?:post|article)
    | post-?navigation|nav-?links|nav|navbar|navigation|menu|breadcrumbs?|ariane
    | share-?(?:bar|buttons?|links?|tools?|icons?|this)|sharing|sharedaddy
    | social-?(?:share|sharing|links?|icons?|buttons?|media|bar)|addtoany|addthis|ssba|a2a
    | newsletters?(?:-?\w+)?|subscri(?:be|ption)-?\w*|mailing-?list|signup|sign-up|login
    | tag-?(?:list|links|cloud)|cat-links|topics?-?list|cookies?|gdpr|advert(?!orial)\w*
    | ad-?(?:container|slot|wrapper|unit|label)|sponsor\w*|outbrain|taboola
    | author-?(?:box|bio|info|card|desc\w*)|about-?(?:the-?)?author|jp-relatedposts|yarpp
    | reading-?time|print-?only|skip-?link|bottom-?bar|top-?bar|toolbar|tooltip
    | paywall-?(?:box|overlay|banner|message|wall|barrier)|lwptoc|ez-toc-container|toc
    | polls?|quiz|(?:o?embed|social|media|video)-?placeholder\w*|whatsapp-?\w*|privacy|opt-?in
    | factbox|fact-?box|expandable(?:-?\w+)?|collapse-?box|info-?kasten|infobox|info-?box
    | sidebar-?box
    )(?![a-z])""",
    re.VERBOSE,
)
_BESIDE = re.compile(
    r"""(?<![a-z])(?:
      side-?bar|aside|widgets?|teasers?|share|shar(?:e-?\w+)?|social(?:-?\w+)?|tags|keywords
    | categories|consent|banner|ads?|promo\w*|popular|trending|piano-?\w*
    | disclaimer|copyright|footer|modal|popup
    | overlay|podcast|player|carousel|slider|gallery|hero|byline|authors?|dates?|meta|metadata
    | bio|bio-?(?:card|box|info|text)
    | ratings?|(?:entry|post|article|node)-?(?:footer|utility|meta\w*|info|tags?)
    )(?![a-z])""",
    re.VERBOSE,
)
_UNSEEN = re.compile(
    r"(?<![a-z-])(?:screen-?reader-?(?:text|only)?|visually-?hidden|visuallyhidden|sr-only|a11y-hidden"
    r"|u-hidden|is-hidden|d-none|hidden|hide|offscreen)(?![a-z-])|tab-pane(?!.*(?:active|show))"
)
# WordPress lists an article's tags and the theme's traits in the class of the article itself.
_ABOUT_THE_PAGE = re.compile(r"(?<!\S)(?:(?:tag|category|has|no|with|is|format|type)-\S+|post-\d+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_BY_ELEMENT = {
    "aside": Hint.BOX,
    "nav": Hint.BOX,
    "menu": Hint.BOX,
    "footer": Hint.BOX,
    "dialog": Hint.BOX,
    "figcaption": Hint.CAPTION,
}


# The stronger hint first.
_PATTERNS = (
    (_POST, Hint.POST),
    (_COMMENTS, Hint.COMMENTS),
    (_CAPTION, Hint.CAPTION),
    (_BOX, Hint.BOX),
    (_BESIDE, Hint.BESIDE),
    (_TEXT, Hint.TEXT),
)
_NO_HINT = (len(_PATTERNS), "")


@lru_cache(maxsize=16384)
def hint_of(tag: str, names: str) -> tuple[Hint | None, str]:
    """What an element is by its tag or a word of its class and id, and that word."""
    by_element = _BY_ELEMENT.get(tag)
    if by_element or not names:
        return by_element, tag
    # Name by name: few of them differ, while nearly every element has a set of its own.
    rank, word = min(map(_ranked, names.split()), key=_rank, default=_NO_HINT)
    return (_PATTERNS[rank][1], word) if word else (None, "")


@lru_cache(maxsize=16384)
def _ranked(name: str) -> tuple[int, str]:
    words = _CAMEL.sub("-", _ABOUT_THE_PAGE.sub("", name)).lower().replace("_", "-")
    for rank, (pattern, _) in enumerate(_PATTERNS):
        if match := pattern.search(words):
            return rank, match[0]
    return _NO_HINT


def _rank(ranked: tuple[int, str]) -> int:
    return ranked[0]


@lru_cache(maxsize=16384)
def is_unseen_name(names: str) -> bool:
    """Whether a class says that an element is for screen readers only or is not shown."""
    return _UNSEEN.search(names) is not None


_MARKED = re.compile(
    r"author|auteur|autor(?!it)|byline|firma(?!m)|signature|contributor|journalist|publish|posted|entry-date|post-date"
    r"|pubdate|dateline|article-?date|date-?time|timestamp",
)


@lru_cache(maxsize=16384)
def is_mark_name(names: str) -> bool:
    """Whether a class hints that an element names the author or the date."""
    return _MARKED.search(names.lower()) is not None
