"""The file cannot be parsed, so it was not checked.

## What it does
Reports files and cells of notebooks that are not Python 3, and files that are not text, larger than 512 KB or nested
too deeply. All others are still checked. It is advice for a cell that does not mention loaders, such as one that shows
what to type into a shell, for one that was never run though others were, for a script with a line of a notebook in it
(`%%time`), for a blank that is left to be filled in, for a block that holds comments alone, for a file that names
neither torch nor Lightning, for one that does nothing but define things and that no other file names, for one that is
out of use by its path, as in `deprecated/`, or of others, as in `third_party/`, for one that is there to be read, as in
`docs/`, for a module with bytes in comments that are no text (Python 3.11 reads these where it is imported, and refuses
them in a program), for Python 2 if the project asks for no other, and for code of an older Python if the project asks
for that: in `requires-python`, its environment of conda, its image or the nearest README, or by a torch before 1.0.
Silent for files without any word about loaders, datasets or training: these are not parsed.

## Why is this bad?
A file that is skipped in silence looks like a clean one.

## Fix safety
There is no fix. Exclude files that are not meant to be Python 3 with `exclude` or `per-file-ignores`.

## References
- [PEP 263: declaring the encoding of a source file](https://peps.python.org/pep-0263/)
"""

from loaderlint.rule import Severity, engine_rule

RULE = engine_rule(__name__, Severity.ERROR)
