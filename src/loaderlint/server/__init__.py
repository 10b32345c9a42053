"""The language server: what loaderlint says, in an editor, while the code is being written. Needs the extra `lsp`."""
