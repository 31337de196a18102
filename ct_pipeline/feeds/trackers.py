"""Query parameters that say how a reader came to a page, not which page it is."""

from __future__ import annotations

# Merged from what ClearURLs, Miniflux, courlan and Media Cloud strip; seen on news sites.
_PREFIXES = (
    *("utm_", "at_", "ga_", "hsa_", "matomo_", "mtm_", "pk_", "piwik_", "stm_", "uta_", "wt."),
    *("__hs", "_hs", "hsCta".lower(), "guce_", "oly_", "vero_", "ns_", "mc_"),
)
_NAMES = frozenset(
    [
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "wbraid",
        "gbraid",
        "msclkid",
        "yclid",
        "ysclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "epik",
        "li_fat_id",
        "mkt_tok",
        "ml_subscriber",
        "ml_subscriber_hash",
        "rb_clickid",
        "s_cid",
        "wickedid",
        "_openstat",
        "xtor",
        "cmpid",
        "ncid",
        "ocid",
        "cmp",
        "smid",
        "sr_share",
        "guccounter",
        "ref_src",
        "ref_url",
        "traffic_source",
        "sharetype",
        "share_token",
        "fb_action_ids",
        "fb_action_types",
        "fb_ref",
        "fb_source",
        "action_object_map",
        "icid",
        "_ga",
        "_gl",
        "phpsessid",
        "jsessionid",
        "feature_src",
        "feedref",
        "dlbk",
        "spm",
        "srsltid",
        "sfnsn",
        "mibextid",
    ]
)
# AMP's own switches: the same page in another dress.
_AMP = {"amp": {"", "1", "true"}, "outputtype": {"amp"}, "output": {"amp"}, "m": {"amp"}}
# Ordinary names that carry tracking only with these values.
_TELLING_NAMES = frozenset(
    ["ref", "source", "src", "from", "via", "partner", "share", "medium", "origin", "referrer"]
)
_TELLING_VALUES = frozenset(
    [
        "rss",
        "rss2",
        "rssfeed",
        "rss_feed",
        "rss-feed",
        "feed",
        "feeds",
        "atom",
        "flux-rss",
        "fluxrss",
        "twitter",
        "x",
        "facebook",
        "whatsapp",
        "telegram",
        "linkedin",
        "email",
        "mail",
        "newsletter",
        "social",
        "googlenews",
        "google-news",
    ]
)


def is_tracker(name: str, value: str) -> bool:
    """Whether a parameter, name and value in lower case, says nothing of which page it is."""
    return (
        name in _NAMES
        or name.startswith(_PREFIXES)
        or value in _AMP.get(name, ())
        or (name in _TELLING_NAMES and value in _TELLING_VALUES)
    )
