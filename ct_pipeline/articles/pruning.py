"""Taking off a page's tree what is never its article, before any extractor weighs it.

Sidebars, related links, share bars, newsletter boxes, comments, captions and embedded posts are
told by their element, by the words of their class and id, or because nothing but links is in them.
A block that holds most of the page's text is never taken, whatever it is called.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

# No text of an article is ever in these.
_ELEMENTS = frozenset(
    {
        *("canvas", "iframe", "object", "embed", "video", "audio", "map", "figcaption", "dialog"),
        *("form", "button", "input", "select", "textarea", "nav", "menu", "aside"),
        *("amp-ad", "amp-sidebar", "amp-social-share"),
    }
)
_BLOCKS = frozenset(
    {
        *("div", "section", "article", "header", "footer", "main", "table", "blockquote"),
        *("ul", "ol", "li", "p", "span"),
    }
)
_LINES = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6"})
_LOOKED_AT = tuple(_ELEMENTS | _BLOCKS | _LINES)

# A word of a class or id, between separators: "related-posts", "post__related", "relatedPosts".
_NAMES = re.compile(
    r"""(?<![a-z])(?:
      related|relacionad[ao]s|recommend(?:ed|ations?)?|recirc\w*|read-?(?:more|also|next)
    | (?:lire|voir)-?aussi|a-lire|most-?(?:read|popular|viewed)|popular|trending|plus-lus?
    | also-?(?:read|like)|you-?may|more-?(?:news|stories|articles|on|from)|other-?(?:news|articles)
    | next-?(?:post|article)|prev-?(?:post|article)|post-?navigation|nav-?links|breadcrumbs?
    | side-?bar|widgets?|share|shar(?:ing|e-?bar|edaddy|e-?buttons?)|social(?:-?\w+)?|addtoany
    | addthis|ssba|a2a|newsletters?|subscri(?:be|ption)-?\w*|mailing-?list|signup|sign-up
    | comments?|comment-?\w+|disqus|respond|tags|tag-?(?:list|links|cloud)|cat-links|topics-list
    | captions?|wp-caption-text|credits?-?photo|photo-?credits?|image-?credits?
    | cookies?|consent|gdpr|banner|advert\w*|ads?|ad-?(?:container|slot|wrapper)|promo\w*|sponsor\w*
    | outbrain|taboola|author-?(?:box|bio|info)|about-?author|jp-relatedposts|yarpp
    | twitter-tweet|twitter-video|instagram-media|fb-post|tiktok-embed|embed-?twitter
    | reading-?time|print-?only|screen-?reader-text|visually-?hidden|sr-only|skip-?link
    | paywall-?(?:box|overlay)|piano-?\w*|lwptoc|ez-toc-container
    )(?![a-z])""",
    re.VERBOSE | re.IGNORECASE,
)
# WordPress lists an article's tags and the theme's traits in the class of the article itself.
_ABOUT_THE_PAGE = re.compile(r"(?<!\S)(?:tag|category|has|no|with|is|format|type)-\S+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST_OF_THE_PROSE = 0.3
LINK_SHARE = 0.9
SHORTEST_LINK_LINE = 15
LONGEST_LINK_LINE = 400
SHORTEST_PROSE = 40
LAYOUT_CELL = 250


@lru_cache(maxsize=4096)
def is_junk_name(names: str) -> bool:
    """Whether the words of an element's class and id name something beside the article."""
    return _NAMES.search(_CAMEL.sub("-", _ABOUT_THE_PAGE.sub("", names))) is not None


def drop_code(tree: HtmlElement) -> None:
    """Removes from the tree, in place, what no reader sees."""
    for element in list(tree.iter("script", "style", "template", "svg")):
        element.drop_tree()


def prune(tree: HtmlElement) -> None:
    """Removes from the tree, in place, what is not the article."""
    enough = MOST_OF_THE_PROSE * prose_length(tree)
    for table in list(tree.iter("table")):
        if table.getparent() is not None and prose_length(table) > enough:
            _open_layout_table(table)
    for element in list(tree.iter(*_LOOKED_AT)):
        tag = element.tag
        if element.getparent() is None:
            continue
        if tag in _ELEMENTS or (tag in _BLOCKS and _is_junk_block(element)):
            # The quick measure first: most of what is taken off is short.
            if len("".join(element.itertext())) <= enough or prose_length(element) <= enough:
                element.drop_tree()
        elif tag in _LINES and _is_only_links(element):
            element.drop_tree()


def _open_layout_table(table: HtmlElement) -> None:
    """A table that holds the page: its cells become blocks, those without running text go."""
    cells = [cell for cell in table.iter("td", "th") if cell.find(".//table") is None]
    if not any(prose_length(cell) >= LAYOUT_CELL for cell in cells):
        return
    for cell in cells:
        if not prose_length(cell):
            cell.drop_tree()
    for element in table.iter("table", "tbody", "tr", "td", "th", "center"):
        element.tag = "div"


def _is_junk_block(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return names != " " and is_junk_name(names)


def share_of_links(tree: HtmlElement) -> float:
    """How much of a page's text is in links, 0 to 1."""
    body = tree.find("body")
    if body is None:
        return 0.0
    every = sum(len(text.strip()) for text in body.itertext())
    linked = sum(len(text.strip()) for link in body.iter("a") for text in link.itertext())
    return linked / every if every else 0.0


def prose_length(element: HtmlElement) -> int:
    """Characters of running text: pieces of at least 40 characters that are no link."""
    linked = sum(_length_of_pieces(link) for link in element.iter("a"))
    return _length_of_pieces(element) - linked


def _length_of_pieces(element: HtmlElement) -> int:
    lengths = (len(text.strip()) for text in element.itertext() if len(text) >= SHORTEST_PROSE)
    return sum(length for length in lengths if length >= SHORTEST_PROSE)


def _is_only_links(element: HtmlElement) -> bool:
    links = element.findall(".//a")
    if not links or any(_is_no_page(link.get("href") or "") for link in links):
        return False
    text = len("".join(element.itertext()).strip())
    if text > LONGEST_LINK_LINE:
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return text >= SHORTEST_LINK_LINE and linked >= LINK_SHARE * text


def _is_no_page(href: str) -> bool:
    return href.startswith(("mailto:", "tel:", "#", "javascript:"))
