"""Where the model stops looking further, and why. What lies beyond a limit is unknown; nothing is guessed."""

from __future__ import annotations

from typing import Final

#: Alternatives kept for one expression; more are unknown. Combinations of alternatives grow with their product.
ALTERNATIVES: Final = 12

#: Things that decorators put into a table, of which any may be looked up; there can be hundreds.
REGISTERED: Final = 8

#: Answers that one question from outside may rest on; beyond, it is unknown. Most rest on fewer than a hundred, but a
#: model that is chosen by an option may rest on a parser which many modules add to.
WORK_ON_QUESTION: Final = 1_200

#: The same for what a loader is given, and what a loop takes batches from. Few ask, and all that is said rests on it.
WORK_ON_LOADER: Final = 20_000

#: Work for all questions that checking one file asks from outside; beyond, they are given up. This is the last resort:
#: the most that was seen in 8,000 files of 110 repositories is a tenth of it.
WORK_ON_FILE: Final = 50_000_000

#: Answers kept at a time; since none depends on what is remembered, all may be forgotten.
KEPT_ANSWERS: Final = 150_000

#: Characters of the parsed files that are kept at a time; with what is known of them, each takes some 30 bytes.
KEPT_CHARACTERS: Final = 10_000_000

#: Analyses of files kept at a time: those of neighbours, which build loaders for each other.
KEPT_ANALYSES: Final = 50

#: Calls of known functions inside each other that arguments are followed through.
CALLS_IN_CALLS: Final = 8

#: Calls of known functions inside each other that samples are followed through: item code has a helper or two.
CALLS_OF_SAMPLES: Final = 3

#: Frames inside each other that an object is known to be made in; in programs that people write there are some five.
FRAMES_IN_FRAMES: Final = 12

#: Classes in one line of descent; more are left out.
LINEAGE: Final = 24

#: Calls that add to a list; what those add that has more is not told.
ADDED: Final = 24

#: Names that a loop over names is taken apart for: training, validation, test and one more.
TURNS: Final = 4

#: Loops over names inside each other that are taken apart; what they hold is looked at once for each combination.
TURNS_IN_TURNS: Final = 3

#: Calls inside each other in an expression that is added to `sys.path`.
SYS_PATH_DEPTH: Final = 12

#: Objects on a dataset that are looked at; real datasets hold some ten.
HELD_OBJECTS: Final = 200

#: Calls of known functions that are followed from one dataset; real item code makes some ten.
ITEM_FUNCTIONS: Final = 80

#: Calls that are followed from one file as it runs; training programs make some hundred.
CALLS_OF_PROGRAM: Final = 400

#: Modules that a program reaches through imports in which attributes of its objects are looked for.
FILES_OF_PROGRAM: Final = 100

#: Expressions that a loader which no loop goes through is followed to; real ones get to a dozen at most.
PLACES_OF_LOADER: Final = 200

#: Calls inside each other by which a program joins other ranks: `main()`, its `setup()` and a helper of that.
CALLS_TO_JOIN_RANKS: Final = 3

#: Bytes of a settings file; real ones have a few thousand, and what is larger is data.
SETTINGS_BYTES: Final = 64 * 1024

#: Bytes of a file that are read for the releases which it pins; one that is longer holds something else.
PINNING_BYTES: Final = 200_000

#: Values in a settings file, with those that it repeats by reference: a short one can stand for billions.
SETTINGS_VALUES: Final = 20_000

#: Values of a settings file inside each other.
SETTINGS_DEPTH: Final = 40

#: Files that settings are put together from, and those of which a user may choose one.
SETTINGS_FILES: Final = 40
SETTINGS_CHOSEN: Final = 100

#: Folders inside each other, and in all, that are looked through for files which no import and no path leads to.
FOLDER_DEPTH: Final = 3
FOLDERS: Final = 200

#: Settings files that are looked through for the classes that they have built; where there are more, none counts.
SETTINGS_BUILDING: Final = 300

#: Expressions that a path is put together from.
PATH_DEPTH: Final = 12

#: Modules that are looked through for what they register; where there are more, nothing is known of registries.
DECORATING_MODULES: Final = 600
