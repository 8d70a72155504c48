"""Official documents: blocks of words, rendered alike to DOCX, PDF, Markdown and plain text."""
