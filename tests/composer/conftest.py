"""Files to send."""

import io

import pytest
from PIL import Image


@pytest.fixture
def photo():
    """A photo as a phone takes it: lying on its side, with the place and the device noted in it."""
    image = Image.new("RGB", (60, 40), "teal")
    exif = image.getexif()
    exif[0x0112] = 6  # turn it by 90 degrees
    exif[0x010F] = "Secret Camera Works"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"taken in the secret lab")
    return out.getvalue()


@pytest.fixture
def send():
    """`send(browser, content, name)`: the answer to sending a file as the script does."""

    def sending(browser, content, name="photo.jpg", draft_key="", script=True, text=None):
        data = {"file": (io.BytesIO(content), name), "draft_key": draft_key} | ({} if text is None else {"text": text})
        headers = {"Accept": "application/json"} if script else {}
        return browser.post("/files", data=data, content_type="multipart/form-data", headers=headers)

    return sending
