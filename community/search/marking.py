"""Marking the words that were found, in text that stays harmless whatever it holds."""

from markupsafe import Markup, escape
from whoosh.highlight import FIRST, BasicFragmentScorer, ContextFragmenter, Formatter, WholeFragmenter, top_fragments

from community.search.words import LONGEST_WORD, STEMMED, Words, composed

QUOTE_LENGTH = 180
READ = 20_000  # characters of a text that are looked through for a quotation
PREFIX = 3


class _Marks(Formatter):
    """Escapes everything and puts the hits into <mark>."""

    between = " … "

    def _text(self, text):
        return str(escape(text))

    def format_token(self, text, token, replace=False):
        return f"<mark>{escape(text[token.startchar : token.endchar])}</mark>"


def marked(title: str, words: Words) -> Markup:
    """A title with its hits marked."""
    title = composed(title)
    pieces = WholeFragmenter(charlimit=None).fragment_tokens(title, _hits(title, words))
    return Markup(_Marks().format(pieces))  # noqa: S704  # escaped by the formatter


def quoted(text: str, words: Words) -> Markup:
    """The place of a text that says most about the words, or its beginning when none of them occurs."""
    text = composed(text)[:READ]
    fragmenter = ContextFragmenter(maxchars=QUOTE_LENGTH, surround=60, charlimit=None)
    pieces = fragmenter.fragment_tokens(text, _hits(text, words))
    best = top_fragments(pieces, 2, BasicFragmentScorer(), FIRST)
    if not best:
        return escape(_beginning(text))
    before = "… " if best[0].startchar > 0 else ""
    after = " …" if best[-1].endchar < len(text) else ""
    return Markup(before + _Marks().format(best) + after)  # noqa: S704  # escaped by the formatter


def _hits(text: str, words: Words):
    """The tokens of a text; `matched` tells which of them were looked for."""
    wanted = frozenset(words.stems)
    start = words.whole[-1] if words.whole and len(words.whole[-1]) >= PREFIX else None
    for token in STEMMED(text, chars=True, removestops=False):
        begun = start is not None and text[token.startchar : token.endchar][:LONGEST_WORD].lower().startswith(start)
        token.matched = not token.stopped and (token.text in wanted or begun)
        yield token


def _beginning(text: str) -> str:
    return text if len(text) <= QUOTE_LENGTH else text[:QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"
