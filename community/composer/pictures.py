"""Pictures that people send: decoded and written anew, so that nothing comes along but what is seen.

Where a camera says which way up it was held the picture is turned, then everything else it says (place, device,
time, remarks) is left behind. What can't be decoded is no picture.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, ImageSequence

from community.core.errors import Invalid

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
MOST_PIXELS = 50_000_000  # decoded, four bytes each: what one request may take of memory (a phone has 12 to 48 million)
LONGEST_SIDE = 2560  # pixels: a large screen; longer ones are made smaller
MOST_MOVING = 40_000_000  # pixels of all frames together; more, and only the first one is kept


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it."""

    content: bytes
    extension: str
    width: int
    height: int


def is_picture(content: bytes) -> bool:
    """Whether these bytes begin like a picture of a kind that we take."""
    return content.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8")) or content[8:12] == b"WEBP"


def redraw(content: bytes) -> Picture:
    """The picture, written anew. Raises Invalid when it can't be decoded or is too large to decode."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as image:
                _check_size(image)
                return _moving(image) if getattr(image, "is_animated", False) else _still(image)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Invalid:
        raise
    except Exception as error:  # a decoder of broken files may raise anything
        raise Invalid("We couldn’t read this picture. Saved again as PNG or JPEG it should work.", "file") from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Invalid:
    return Invalid(f"This picture has more than {MOST_PIXELS // 10**6} million pixels. A smaller copy will do.", "file")


def _still(image: Image.Image) -> Picture:
    kind = image.format
    plain = _plain(ImageOps.exif_transpose(image))
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if kind == "GIF":
        kind = "PNG"
    if kind == "JPEG":
        plain = plain.convert("RGB")
    how = {"JPEG": {"quality": 86, "optimize": True}, "WEBP": {"quality": 86}}.get(kind, {})
    return _written(plain, kind, **how)


def _moving(image: Image.Image) -> Picture:
    if image.width * image.height * image.n_frames > MOST_MOVING:
        return _still(image)
    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        times.append(frame.info.get("duration") or 100)  # read before the frame is copied: then it is forgotten
        frames.append(_plain(frame))
    how = {"save_all": True, "append_images": frames[1:], "duration": times, "loop": 0}
    if image.format == "GIF":
        how["disposal"] = 2
    return _written(frames[0], image.format if image.format in {"GIF", "WEBP"} else "PNG", **how)


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, in the colours of the web."""
    profile = image.info.get("icc_profile")
    clear = image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info
    if profile and image.mode in {"RGB", "CMYK"} and not clear:
        image = _in_srgb(image, profile)
    plain = image.convert("RGBA" if clear else "RGB")
    plain.info = {}
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image  # a profile that can't be read says nothing


def _written(image: Image.Image, kind: str, **how) -> Picture:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return Picture(out.getvalue(), FORMATS[kind], image.width, image.height)
