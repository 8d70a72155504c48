"""The words of a document in order, plain and as Markdown: what every other format must say too."""

from nennep.core.documents.blocks import (
    Block,
    Heading,
    Listing,
    Notice,
    OfficialDocument,
    Opinion,
    Paragraph,
    SignatureBlock,
    Table,
    numbered,
)

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def symbol_line(document: OfficialDocument) -> str:
    """ "Số 05-NQ/CB": no colon after "Số"."""
    return f"Số {document.symbol}" if document.symbol else ""


def plain_text(document: OfficialDocument) -> str:
    """Every word of the document, a line a paragraph: the reference for "same words"."""
    lines = [document.higher_body, document.body_name, "*", symbol_line(document), PARTY, document.place_and_date]
    lines += [document.kind, document.subject]
    for block in numbered(document.blocks):
        lines += _plain(block)
    if document.recipients:
        lines += ["Nơi nhận:", *(f"- {recipient}" for recipient in document.recipients)]
    for signature in (document.left, document.right):
        lines += _signature(signature)
    for block in document.annexes:
        lines += _plain(block)
    lines.append(document.footer)
    return "\n".join(line for line in lines if line)


def markdown(document: OfficialDocument) -> str:
    """The document as Markdown, for reading and for comparing versions."""
    head = f"**{document.higher_body}** · **{document.body_name}** · {symbol_line(document)}".rstrip(" ·")
    parts = [head, PARTY, document.place_and_date, f"# {document.kind}: {document.subject}"]
    parts += [_markdown(block) for block in numbered(document.blocks)]
    if document.recipients:
        parts.append("Nơi nhận:\n" + "\n".join(f"- {recipient}" for recipient in document.recipients))
    for signature in (document.left, document.right):
        if signature:
            parts.append("  \n".join(_escape(line) for line in _signature(signature)))
    parts += [_markdown(block) for block in document.annexes]
    if document.footer:
        parts.append(_escape(document.footer))
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(block: Block) -> list[str]:
    match block:
        case Heading():
            return [block.text]
        case Paragraph():
            return [f"{block.lead} {block.text}".strip()]
        case Listing():
            return [f"- {item}" for item in block.items]
        case Opinion():
            return [f"- Đồng chí {block.speaker}: {block.text}"]
        case Table():
            return [block.caption, " ".join(block.head), *(" ".join(row) for row in block.rows)]
        case Notice():
            return [f"Lưu ý: {block.text}"]


def _markdown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_escape(block.text)}"
        case Paragraph():
            lead = f"**{_escape(block.lead)}** " if block.lead else ""
            text = _escape(block.text)
            return f"**{text}**" if block.bold else lead + text
        case Listing():
            return "\n".join(f"- {_escape(item)}" for item in block.items)
        case Opinion():
            return f"- Đồng chí **{_escape(block.speaker)}**: {_escape(block.text)}"
        case Notice():
            return f"> ⚠ {_escape(block.text)}"
        case Table():
            marks = ["---:" if i in block.numeric else "---" for i in range(len(block.head))]
            rows = [list(block.head), marks, *block.rows]
            body = "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows)
            return f"{_escape(block.caption)}\n\n{body}" if block.caption else body


def _signature(signature: SignatureBlock | None) -> list[str]:
    return [*signature.lines, signature.note, signature.name] if signature else []


def _cell(text: str) -> str:
    return text if set(text) <= {"-", ":"} and text else _escape(text).replace("|", "\\|").replace("\n", " ")


def _escape(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_<>#" else c for c in text)
