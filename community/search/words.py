"""How text is cut into words, alike when it is indexed, when it is searched and when hits are marked."""

import re
import unicodedata
from dataclasses import dataclass

from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
from whoosh.support.charset import accent_map

LONGEST_QUERY = 300  # characters; what is beyond is not looked at
MOST_WORDS = 12
LONGEST_WORD = 40
# Words that say nothing about what is looked for.
COMMON = frozenset(re.findall(r"\w+", """
    a an and are as at be but by can do does for from has have how i if in into is it its me my not of on or our so
    that the their them then there this to was we were what when where which who why will with you your
"""))  # fmt: skip

# Whole words without accents, then their stems. "printers" finds "printer"; "redis" and "redirect" stay apart.
_plain = RegexTokenizer(r"\w+") | LowercaseFilter() | CharsetFilter(accent_map)
PLAIN = _plain | StopFilter(stoplist=COMMON, minsize=1, maxsize=LONGEST_WORD)
STEMMED = PLAIN | StemFilter(lang="en")
PHRASE = re.compile(r'"([^"]+)"')


@dataclass(frozen=True)
class Words:
    """What somebody looks for: whole words, their stems, and phrases as rows of stems."""

    text: str
    whole: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stems)


def composed(text: str) -> str:
    """Text with each letter as one character, so that an accent belongs to its letter."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> Words:
    """Read what was typed. There is no syntax to get wrong: signs part words, and quotes keep them together."""
    text = composed(" ".join(text.replace("\0", " ").split()))[:LONGEST_QUERY]
    whole = [token.text for token in PLAIN(text)]
    stems = [token.text for token in STEMMED(text)]
    phrases = [tuple(token.text for token in STEMMED(part)) for part in PHRASE.findall(text)]
    return Words(
        text=text,
        whole=tuple(dict.fromkeys(whole))[:MOST_WORDS],
        stems=tuple(dict.fromkeys(stems))[:MOST_WORDS],
        phrases=tuple(phrase[:MOST_WORDS] for phrase in phrases if len(phrase) > 1),
    )
