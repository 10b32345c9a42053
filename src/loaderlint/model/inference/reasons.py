"""Why a value is not known: said by whoever loses the way, where it is lost, and put into words only when shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from loaderlint.model.libraries.stdlib import BUILTINS
from loaderlint.model.project.file import Place


class Why(Enum):
    """What keeps a value from being known. `value` says it behind the code at the place; `{}` is what it is about."""

    NO_CALL = "a parameter of `{}`, and no call of it is seen that leads here"
    GIVEN_BY_DECORATOR = "a parameter of `{}`, which a decorator calls"
    ANY_CALL = "a dict that calls of `{}` give, each perhaps another"
    NOT_GIVEN = "a parameter of `{}` that the call leaves out"
    FURTHER_ARGUMENTS = "the further arguments of `{}`, whatever they are"
    SPREAD = "may be among the arguments that a call of `{}` spreads with a star"
    STARTED_WITH = "a parameter of `{}`, which another process starts with arguments that are not seen"
    RANK = "puts the number of the process first"
    NO_DEFAULT = "an option of the command line, of which no default is seen"
    NO_OPTION = "no option `{}` of the command line is seen"
    COMPUTED_OPTION = "an option of the command line, and options are added here whose names are put together"
    NO_SETTING = "no file, call or assignment is seen to give these settings a default for it"
    BUILT_BY_SETTINGS = "settings have an object built here, which is not followed"
    COMPOSED = "of settings that are put together from several files, of which not all are found"
    NO_PATH = "of a settings file, and which one is not seen"
    NO_CHOICE = "of a settings file that the user names, and no single one in the project may be meant"
    NO_FILE = "of the settings file `{}`, which is not found under that path, or under several"
    BROKEN_FILE = "of the settings file `{}`, which cannot be read as one"
    STAR_IMPORT = "may come from `from {} import *`, of which not all is seen"
    LOST_STAR = "may come from `from {} import *`: that module is not found in the project"
    NO_PYTHON = "imported from `{}`, which is not valid Python"
    NO_MODULE = "imported from `{}`, which is not found in the project"
    NOT_IN_MODULE = "`{}` is not set at the top level of the module"
    UNBOUND = "nothing is seen to set `{}` in this file"
    CHANGED_IN_PLACE = "changed step by step, as by `+=`"
    BOUND_OTHERWISE = "bound by `except`, `match` or `del`, which are not followed"
    ENTERED = "what `with` gives for an object of the project is not followed"
    BUILT_BY_DECORATOR = "built in `{}`, which a decorator calls, if anything does"
    DECORATED = "`{}` is decorated, which may change what it gives"
    CALLED_AGAIN = "`{}` calls itself"
    TOO_DEEP = "`{}` lies too deep in calls of other functions to be followed"
    REFUSED = "`{}` does not take these arguments: the call raises"
    COROUTINE = "`{}` is a coroutine"
    RETURNS_NOTHING = "`{}` returns nothing that is seen"
    CALLED_MODULE = "`{}` is a module, which cannot be called"
    CALLED_OBJECT = "what a call of an object gives is not followed"
    PARTIAL = "`partial` of something that is no function or class of the project"
    CALLED_BY_LIBRARY = "an argument that a library gives `{}`, which it calls itself"
    NOT_SET = "nothing is seen to set it in `{}`"
    SET_OTHERWISE = "`{}` sets it only in code that does not run for this object, as far as is seen"
    GETATTR = "`{}` makes it up in `__getattr__`, which is not followed"
    INHERITED = "`{}`, a class that is not of the project, may have it"
    ATTRIBUTE = "what attributes and methods of a {} give is not followed"
    NO_BASE = "not in a class of which the bases are seen"
    ONLY_NONE = "its owner is None, as far as is seen"
    BY_POSITION = "a field of `{}`, given by position"
    ITEM = "part of something whose parts are not seen"
    NO_ITEM = "the list has no such item, as far as is seen"
    NO_PARTS = "part of {}, which has none"
    OWN_ITEM = "what an object of `{}` gives for a key or a number is not followed"
    BY_NAME = "chosen by name from {}"
    KEY = "looked up under a key that is not known"
    MISSING_KEY = "the dict holds no `{}`, as far as is seen"
    NO_DICT = "not a dict whose entries are seen"
    CHANGED_DICT = "a dict may be changed here, in ways that are not followed"
    KEPT_DICT = "a dict that is made here, and that code which comes to it by another name may change"
    DICT_TAKEN = "a dict goes from here to code that may change it"
    FILLED_BY_KEY = "a dict is filled here, under a key that is not known"
    NOT_COMPUTED = "not worked out: a part of it is not a single known constant"
    OWN_OPERATION = "what this gives for objects of `{}` is not followed"
    SEVERAL = "not worked out: a part of it may be one of several values"
    UNSET = "not worked out: a part of it is None, or the like, by default"
    RUN_TIME = "rests on what `{}` gives when the program runs"
    EITHER = "may be so or not, as far as is seen"
    DECIDES = "decides, and may come out either way"
    PERHAPS = "may be in the list or not, as far as is seen"
    EXPRESSION = "worked out when the program runs"
    TOO_MANY = "more than {} alternatives"
    ITSELF = "rests on itself"
    TOO_FAR = "rests on more values than are followed for one"
    LIBRARY = "`{}` is not of the project, and what it does is not known"
    OF_PYTHON = "what `{}` gives is not followed"
    OF_LIBRARY = "what `{}` gives is not known: it is not of the project"
    RESTORED = "what `{}` gives is not known: it was saved before"
    PARTS = "nothing is known of the parts of what `{}` gives, which is not of the project"
    SETTINGS = "may be among settings of which the making is not seen"
    BROUGHT = "`{}` decides it itself"
    NOT_BUILT = "built in `{}`, of which no call is seen"
    NO_LOOP = "no loop over this loader is seen"
    RELAYED = "a loop hands its batches on, and what takes them is not seen"
    TAKEN = "batches are taken from it by `next`, and where they go is not followed"
    HANDED_ON = "the loader is handed to code that is not followed"
    USED = "what `{}` of the loader, or of what holds it, does is not followed"
    HANDED_TO = "the loader is handed to what is not known"
    HANDED_TO_LIBRARY = "the loader is handed to `{}`, which is not of the project and not known"
    LOOPED = "a loop may go through the loader in `{}`, and whether and how often is not followed"
    PICKED = "the loader is picked from others, and which is not seen"
    KEPT = "the loader is kept, and what takes it from there is not seen"
    KEPT_BY_OBJECT = "the loader is kept in a `{}`, which code outside of the project may read"
    EVERYWHERE = "the loader gets to more places than are followed"
    EXPORTED = "kept as `{}` in a module, and no loop is seen to go through it"
    RETURNED = "`{}` returns the loader to code that is not seen"
    NO_ROLE = "its batches are not followed to a step of training or an evaluation"
    NOT_COUNTED = "a library goes through it when something else asks for that"
    NO_EPOCHS = "no loop over epochs is seen around this, and no call of `{}`"


@dataclass(unsafe_hash=True, slots=True)
class Reason:
    """Why something is not known. `place` is where the way is lost; None until the evaluator has put it in.

    `about` is what `why` is about: the name of a function, of a class, of a module. `because` is why something else is
    not known, which this comes from.
    """

    why: Why
    about: str = ""
    place: Place | None = None
    because: Reason | None = None

    @property
    def text(self) -> str:
        """What is to be said behind the code at the place."""
        return self.why.value.format(self.about.removeprefix(f"{BUILTINS}."))
