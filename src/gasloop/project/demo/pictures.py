"""Drawn stand-ins for photos: no real kitchen, but one sees what is wrong and what is right."""

import io

from PIL import Image, ImageDraw, ImageFont

SIZE = (640, 480)
WALL, FLOOR, STEEL, DARK = (233, 238, 240), (205, 213, 217), (150, 163, 170), (52, 66, 74)
BOTTLE, BAD, GOOD = (118, 140, 150), (178, 74, 32), (29, 107, 75)


def photo(*, wrong: bool, shift: int = 0) -> bytes:
    """A kitchen as JPEG: a stove, a bottle, and between them a hose that is too long, or one that is right.

    `shift` moves things a little, so that pictures of different places differ.
    """
    image = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(image)
    for x in range(-40 + shift % 40, SIZE[0], 80):
        pen.line([(x, 0), (x, 350)], fill=(224, 230, 233), width=2)
    for y in range(30, 350, 80):
        pen.line([(0, y), (SIZE[0], y)], fill=(224, 230, 233), width=2)
    pen.rectangle((0, 350, *SIZE), fill=FLOOR)
    _stove(pen, 60 + shift)
    _bottle(pen, 470 - shift)
    _hose(pen, (250 + shift, 250), (516 - shift, 178), wrong=wrong)
    pen.rectangle((0, 444, SIZE[0], SIZE[1]), fill=DARK)
    pen.text((16, 451), "GasLoop DEMO  -  drawn, not a photo", fill=(235, 241, 243), font=ImageFont.load_default(20))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _stove(pen: ImageDraw.ImageDraw, x: int) -> None:
    pen.rectangle((x, 220, x + 190, 380), fill=STEEL, outline=DARK, width=4)
    pen.rectangle((x - 8, 206, x + 198, 222), fill=DARK)
    for ring in (x + 30, x + 112):
        pen.rounded_rectangle((ring, 194, ring + 50, 206), 4, fill=DARK)
        pen.ellipse((ring + 12, 246, ring + 36, 270), fill=WALL, outline=DARK, width=3)
    pen.rectangle((x + 20, 292, x + 170, 362), outline=DARK, width=3)


def _bottle(pen: ImageDraw.ImageDraw, x: int) -> None:
    pen.rounded_rectangle((x, 216, x + 92, 392), 26, fill=BOTTLE, outline=DARK, width=4)
    pen.rectangle((x + 34, 176, x + 58, 218), fill=DARK)
    pen.rounded_rectangle((x + 18, 160, x + 74, 178), 8, fill=DARK)
    pen.rectangle((x + 2, 280, x + 90, 306), fill=WALL)


def _hose(pen: ImageDraw.ImageDraw, start: tuple[int, int], end: tuple[int, int], *, wrong: bool) -> None:
    """Wrong: it lies about on the floor in a loop. Right: short, along the wall."""
    (x, y), (to_x, to_y) = start, end
    if wrong:
        way = [(x, y), (x + 30, 330), (x + 70, 404), (x + 150, 418), (x + 170, 372), (x + 110, 356), (x + 96, 408)]
        way += [(to_x - 60, 424), (to_x - 66, 250), (to_x - 40, to_y - 6), end]
    else:
        way = [(x, y), (x + 24, y - 4), (x + 40, to_y + 10), (x + 60, to_y - 6), (to_x - 20, to_y - 8), end]
    pen.line(way, fill=BAD if wrong else GOOD, width=11, joint="curve")
