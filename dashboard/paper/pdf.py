"""A brief as a PDF, set by Typst without a network; the content is handed over as data, so a name is never markup."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from dashboard.paper.brief import Brief, Paragraph, Part, Picture, chinese_date, chinese_number

MEDIA_TYPE = "application/pdf"
TEMPLATE = Path(__file__).with_name("brief.typ")


def _part(part: Part, folder: Path) -> dict[str, object]:
    if isinstance(part, Paragraph):
        return {"kind": "paragraph", "text": part.text, "addressee": part.addressee}
    if isinstance(part, Picture):
        file = folder / f"picture{len(list(folder.glob('*.png')))}.png"
        file.write_bytes(part.png)
        return {"kind": "picture", "file": file.name, "caption": part.caption, "tall": part.is_tall}
    return {"kind": "table", "caption": part.caption, "headings": part.headings, "rows": part.rows, "note": part.note}


def _content(brief: Brief, folder: Path, signs: tuple[str, str, str]) -> dict[str, object]:
    names = (brief.drafted_by, brief.reviewed_by, brief.issued_by)
    return {
        "bureau": brief.bureau,
        "title": brief.title,
        "dated": chinese_date(brief.dated_on),
        "mark": brief.mark,
        "about": brief.about,
        "signed": "　　".join(f"{sign}：{name or '＿＿＿＿＿'}" for sign, name in zip(signs, names, strict=True)),
        "sections": [
            {
                "title": f"{chinese_number(number)}、{section.title}",
                "parts": [_part(part, folder) for part in section.parts],
                "headings": [
                    {"title": f"（{chinese_number(place)}）{second.title}", "parts": [_part(part, folder) for part in second.parts]}
                    for place, second in enumerate(section.headings, start=1)
                ],
            }
            for number, section in enumerate(brief.sections, start=1)
        ],
    }


def pdf(brief: Brief, *, signs: tuple[str, str, str]) -> bytes:
    """Lay a brief out as a PDF; `signs` are the words for 拟稿, 审核 and 签发."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        content = json.dumps(_content(brief, folder, signs), ensure_ascii=False)
        made = typst.compile(folder / TEMPLATE.name, root=folder, sys_inputs={"brief": content})
    assert isinstance(made, bytes)
    return made
