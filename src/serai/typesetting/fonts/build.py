"""Makes the font files of this folder out of public packages; needed only to renew them.

Sources, all under the SIL Open Font License 1.1 (texts beside the files):
- Debian `fonts-noto-core` (Noto Sans and its sister faces) and `fonts-noto-cjk` (Noto Sans CJK);
- npm `@fontsource-variable/source-serif-4` (Source Serif 4, variable, in parts by script);
- npm `@fontsource-variable/noto-sans-sc`, of which only the list of its characters is read.

    apt-get install fonts-noto-core fonts-noto-cjk
    npm pack @fontsource-variable/source-serif-4 @fontsource-variable/noto-sans-sc
    for file in fontsource-*.tgz; do mkdir ${file%.tgz} && tar xzf $file -C ${file%.tgz}; done
    python -m serai.typesetting.fonts.build fontsource-*serif-4*/package fontsource-*sans-sc*/package

Every face loses its hinting, which print does not use. What else is cut is said at each table below.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
TRUETYPE = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto")
WEIGHTS = {"Regular": 400, "Bold": 700}

# Scripts in which names and editions come; whole faces, as they are small.
SCRIPTS = ["Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi"]
SCRIPTS += ["Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu"]
SCRIPTS += ["Thaana", "Thai"]

# Of Noto Sans CJK, the face with the forms of mainland China is font 2 of the collection, Korea's is 1.
CHINA, KOREA = 2, 1
# Han characters of extension A that names of people, places and things use today.
IN_NAMES_TODAY = (
    "㐴㑇㑈㑉㑊㓜㓮㔾㕝㕦㕮㕵㖒㖠㖡㖭㗎㘎㙍㙘㙦㚢㚫㛃㛚㛹㟃㠇㠓㢨㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶫㶲㷧㷫㸆㸌㸚㺄㻬㼛㽏㽭㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝"
    "䏡䏲䐃䒕䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䣺䥽䦃䲟䲠䲢䲣䴓䴔䴕䴖䴗䴘䴙䶮䶶䶷䶸䶹䶺䶻䶼䶽䶾䶿"
)
# Symbols that sciences put into titles.
SYMBOLS = [range(0x2100, 0x2150), range(0x2190, 0x2200), range(0x2200, 0x2300), range(0x25A0, 0x2600)]


def build(serif: Path, chinese: Path) -> None:
    """Write every font file, from the folders of the two npm packages and what Debian installed."""
    for weight in WEIGHTS:
        cut(TRUETYPE / f"NotoSans-{weight}.ttf", f"NotoSans-{weight}.ttf")
        for script in SCRIPTS:
            cut(TRUETYPE / f"NotoSans{script}-{weight}.ttf", f"NotoSans{script}-{weight}.ttf")
        han = ideographs() if weight == "Regular" else frequent_ideographs(chinese)
        cut_cjk(weight, CHINA, han | cjk_signs(), "Noto Sans SC")
        cut_cjk(weight, KOREA, hangul(), "Noto Sans KR")
        join_serif(serif / "files", weight)
    cut(TRUETYPE / "NotoSansMath-Regular.ttf", "NotoSansMath-Regular.ttf", set().union(*SYMBOLS))
    (HERE / "coverage.txt").write_text(coverage(HERE), encoding="ascii")


def coverage(folder: Path) -> str:
    """Say which characters the faces of a folder have: one range a line, in hexadecimal."""
    found: set[int] = set()
    for path in folder.glob("*.[ot]tf"):
        with TTFont(path, lazy=True) as face:
            found |= set(face.getBestCmap())
    characters = sorted(found)
    starts = [c for c, before in zip(characters, [-2, *characters], strict=False) if c != before + 1]
    ends = [c for c, after in zip(characters, [*characters[1:], -2], strict=True) if c + 1 != after]
    return "".join(f"{start:04X}-{end:04X}\n" for start, end in zip(starts, ends, strict=True))


def cut(source: Path, target: str, characters: set[int] | None = None, number: int = -1) -> TTFont:
    """Write the characters of a face (all when None are named) without hinting."""
    options = subset.Options(hinting=False, font_number=number, notdef_outline=True, legacy_kern=True)
    options.layout_features = ["*"] if characters is None else ["ccmp", "mark", "mkmk", "kern", "ljmo"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "MATH", "DSIG"]
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options, dontLoadGlyphNames=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(font.getBestCmap()) if characters is None else characters)
    cutter.subset(font)
    font.save(HERE / target)
    return font


def cut_cjk(weight: str, number: int, characters: set[int], family: str) -> None:
    """Write one national face of Noto Sans CJK under its usual name."""
    target = f"{family.replace(' ', '')}-{weight}.otf"
    font = cut(CJK / f"NotoSansCJK-{weight}.ttc", target, characters, number)
    name(font, family, weight)
    font.save(HERE / target)


def join_serif(parts: Path, weight: str) -> None:
    """Join the parts of Source Serif 4 into one static face, drawn for headings (optical size 32).

    The licence reserves the name "Source" for the original, so ours is called Serai Serif.
    """
    with tempfile.TemporaryDirectory() as folder:
        statics = []
        for script in ("latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext"):
            font = TTFont(parts / f"source-serif-4-{script}-opsz-normal.woff2", recalcTimestamp=False)
            font.flavor = None
            instancer.instantiateVariableFont(font, {"wght": WEIGHTS[weight] - 60, "opsz": 32}, inplace=True)
            for table in ("prep", "gasp", "STAT", "BASE"):
                if table in font:
                    del font[table]
            statics.append(str(Path(folder) / f"{script}.ttf"))
            font.save(statics[-1])
        joined = merge.Merger().merge(statics)
        head = TTFont(statics[0])["head"]
    name(joined, "Serai Serif", weight)
    joined.recalcTimestamp = False
    for moment in ("created", "modified"):  # so that equal sources give equal bytes
        setattr(joined["head"], moment, getattr(head, moment))
    joined.save(HERE / f"SeraiSerif-{weight}.ttf")


def name(font: TTFont, family: str, weight: str) -> None:
    """Give a face the names and the weight that it is found by."""
    for record in font["name"].names[:]:
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
    compact = f"{family.replace(' ', '')}-{weight}"
    for number, text in {1: family, 2: weight, 3: compact, 4: f"{family} {weight}", 6: compact}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[weight]
    if "CFF " in font:
        outlines = font["CFF "].cff
        outlines.fontNames = [compact]
        outlines.topDictIndex[0].FamilyName = family
        outlines.topDictIndex[0].FullName = f"{family} {weight}"


def ideographs() -> set[int]:
    """Return the Han characters of the regular weight: the basic block and what there is of planes 2, 3."""
    return set(range(0x4E00, 0xA000)) | {ord(c) for c in IN_NAMES_TODAY} | set(range(0x20000, 0x32000))


def frequent_ideographs(chinese: Path) -> set[int]:
    """Return the Han characters of the bold weight: those Noto Sans SC is published with (the standard table
    of 2013 and more), Big5 level 1 and JIS X 0208. A rarer one is set in the regular weight.
    """
    ranges = (
        ",".join(json.loads((chinese / "unicode.json").read_text()).values()).replace("U+", "").split(",")
    )
    bounds = [[int(bound, 16) for bound in one.split("-")] for one in ranges]
    published = set().union(*(range(bound[0], bound[-1] + 1) for bound in bounds))
    return (
        published & set(range(0x3400, 0xA000))
        | set(decoded("big5", range(0xA4, 0xC7), range(0x40, 0xFF)))
        | set(decoded("euc_jp", range(0xB0, 0xF5), range(0xA1, 0xFF)))
    )


def cjk_signs() -> set[int]:
    """Return punctuation, kana, full-width forms and the symbols of GB 2312; no other script's letters."""
    blocks: list[Iterable[int]] = [range(0x3000, 0x3130), range(0xFE30, 0xFE50), range(0xFF00, 0xFFF0)]
    dashes = [0x2013, 0x2014, 0x2015, 0x2018, 0x2019, 0x201C, 0x201D, 0x2025, 0x2026, 0x2027, 0x00B7, 0x30FB]
    symbols = decoded("gb2312", range(0xA1, 0xA3), range(0xA1, 0xFF))
    return set().union(*blocks) | set(dashes) | {c for c in symbols if c > 0x2000}


def hangul() -> set[int]:
    """Return the 2,350 syllables of KS X 1001, and the letters that they are made of."""
    return set(decoded("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF))) | set(range(0x3131, 0x3190))


def decoded(encoding: str, leads: range, trails: range) -> Iterator[int]:
    """Yield the characters that the two-byte codes of an encoding stand for."""
    for lead in leads:
        for trail in trails:
            text = bytes([lead, trail]).decode(encoding, "ignore")
            if len(text) == 1 and ord(text) > 0x7F:
                yield ord(text)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
