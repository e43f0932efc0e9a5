"""Reading the rows of one dump file as a stream: memory does not grow with the file, and nothing in it is executed.

Document types, entities and references to other files are refused; dumps have none.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from community.imports.stackexchange.broken import BadDump

CHUNK = 2**18
LONGEST_ROW = 2**26  # bytes without the end of a row after which a file is given up


def read_rows(path: Path, root: str, advance: Callable[[int], None] = lambda _: None) -> Iterator[tuple[int, dict]]:
    """Line number and attributes of each `<row>`. `root` is the name that the outer element must have.

    Raises BadDump with file and line when the file is not well-formed, cut short, or something else.
    """
    rows = _Rows(path.name, root)
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(rows)
    rows.setDocumentLocator(parser)  # the reader itself does this only when it is given a whole file
    try:
        with open(path, "rb") as source:
            waiting = 0
            while chunk := source.read(CHUNK):
                parser.feed(chunk)
                advance(len(chunk))
                waiting = 0 if rows.found else waiting + len(chunk)
                if waiting > LONGEST_ROW:
                    raise BadDump(f"{path.name}: a row longer than {LONGEST_ROW // 2**20} MB; that is no dump.")
                yield from rows.take()
            parser.close()
            if not rows.begun:
                raise BadDump(f"{path.name} is empty.")
            yield from rows.take()
    except SAXParseException as error:
        raise BadDump(_sentence(path.name, error)) from error
    except DefusedXmlException as error:
        raise BadDump(f"{path.name} declares a document type or entities, as no dump does.") from error
    except OSError as error:
        raise BadDump(f"{path.name} can't be read: {error.strerror}.") from error
    except (ValueError, LookupError) as error:
        raise BadDump(f"{path.name} is written in an encoding that can't be read.") from error


def _sentence(name: str, error: SAXParseException) -> str:
    what = error.getMessage()
    if what in {"no element found", "unclosed token", "partial character"} or "unclosed" in what:
        return f"{name} ends in the middle (line {error.getLineNumber()}): it is cut short."
    return f"{name}, line {error.getLineNumber()}: it is not well-formed XML ({what})."


class _Rows(ContentHandler):
    def __init__(self, name: str, root: str):
        super().__init__()
        self.name, self.root = name, root
        self.depth = 0
        self.begun = False
        self.found: list[tuple[int, dict]] = []
        self.locator = None

    def setDocumentLocator(self, locator) -> None:
        self.locator = locator

    def startElement(self, name, attrs) -> None:
        self.depth += 1
        self.begun = True
        if self.depth == 1:
            if name.lower() != self.root:
                raise BadDump(f"{self.name} begins with <{name[:40]}> where a Stack Exchange dump has <{self.root}>.")
        elif self.depth == 2 and name == "row":
            self.found.append((self.locator.getLineNumber(), dict(attrs)))
        else:
            line = self.locator.getLineNumber()
            raise BadDump(f"{self.name}, line {line}: <{name[:40]}> has no place in a Stack Exchange dump.")

    def endElement(self, name) -> None:
        self.depth -= 1

    def take(self) -> list[tuple[int, dict]]:
        found, self.found = self.found, []
        return found
