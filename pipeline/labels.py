"""The registry of entity types, the label sets that models are trained on, and BIO arithmetic.

Adding a type is one entry of `REGISTRY` and its value maker; every stage reads it from here. Which
of the types a model knows is the model's own: its settings.json names its labels (`TagSet`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from importlib import import_module
from typing import Any

import msgspec

from pipeline.errors import ConfigError


class EntityType(msgspec.Struct, frozen=True, kw_only=True):
    """One entity type.

    `redacted`: redacted by default, else reported and left standing. `core`: part of the label set
    `core`. `values`: "module:name" of its value maker for training data, called with a side
    ("train", "dev", "test"; see
    `pipeline.data.values`). `canonical`: name of the function in `pipeline.redaction.spoken` under
    which two ways of saying one value come out the same. `surrogate`: name of the function in
    `pipeline.redaction.surrogates` that draws a made-up value. `digits`: its values are numbers.
    `groups`: names of `--entities` and `--keep` that include it.
    """

    name: str
    redacted: bool = True
    core: bool = False
    values: str
    canonical: str = "plain"
    surrogate: str = "code"
    digits: bool = False
    groups: tuple[str, ...] = ()


_FORMS = "pipeline.data.forms"
#: All entity types, in the order of the tag ids of the label sets.
REGISTRY: list[EntityType] = [
    EntityType(
        name="CREDIT_CARD",
        core=True,
        values=f"{_FORMS}.card:maker",
        canonical="digits",
        surrogate="card",
        digits=True,
        groups=("pci", "numbers"),
    ),
    EntityType(
        name="PHONE",
        core=True,
        values=f"{_FORMS}.phone:maker",
        canonical="digits",
        surrogate="phone",
        digits=True,
        groups=("numbers", "contact"),
    ),
    EntityType(
        name="EMAIL",
        core=True,
        values=f"{_FORMS}.email:maker",
        canonical="email",
        surrogate="email",
        groups=("contact",),
    ),
    EntityType(
        name="PERSON_NAME",
        core=True,
        values=f"{_FORMS}.person:maker",
        canonical="name",
        surrogate="name",
        groups=("identity",),
    ),
    EntityType(
        name="DATE",
        core=True,
        values=f"{_FORMS}.date:maker",
        canonical="date",
        surrogate="date",
        groups=("identity",),
    ),
    EntityType(
        name="CITY",
        core=True,
        redacted=False,
        values=f"{_FORMS}.place:city_maker",
        canonical="name",
        surrogate="city",
        groups=("places",),
    ),
    EntityType(
        name="LOCATION",
        core=True,
        redacted=False,
        values=f"{_FORMS}.place:location_maker",
        canonical="name",
        surrogate="location",
        groups=("places",),
    ),
    EntityType(
        name="ADDRESS",
        values=f"{_FORMS}.address:maker",
        canonical="name",
        surrogate="address",
        groups=("contact", "identity"),
    ),
    EntityType(
        name="NATIONAL_ID",
        values=f"{_FORMS}.national_id:maker",
        canonical="code",
        digits=True,
        groups=("identity", "numbers"),
    ),
    EntityType(
        name="ACCOUNT",
        values=f"{_FORMS}.account:maker",
        canonical="code",
        digits=True,
        groups=("pci", "numbers"),
    ),
    EntityType(
        name="SECRET",
        values=f"{_FORMS}.secret:maker",
        canonical="code",
        digits=True,
        groups=("pci", "numbers"),
    ),
    EntityType(name="AGE", values=f"{_FORMS}.age:maker", groups=("identity",)),
    EntityType(name="USERNAME", values=f"{_FORMS}.username:maker", groups=("contact", "identity")),
    EntityType(
        name="REFERENCE",
        redacted=False,
        values=f"{_FORMS}.reference:maker",
        canonical="code",
        digits=True,
    ),
]

#: Label sets by name, for `make train LABELS=...`; `calls` is every registered type.
LABEL_SETS = ("core", "calls")


def entity_type(name: str) -> EntityType:
    """The registered type `name`. Raises ConfigError for an unknown one."""
    for one in REGISTRY:
        if one.name == name:
            return one
    raise ConfigError(f"label {name!r} is not one of {', '.join(all_labels())}")


def all_labels() -> tuple[str, ...]:
    """The names of all registered types, in order."""
    return tuple(one.name for one in REGISTRY)


def redacted_labels(labels: Iterable[str] | None = None) -> tuple[str, ...]:
    """Those of `labels` (default: all) that are redacted by default."""
    wanted = set(all_labels() if labels is None else labels)
    return tuple(one.name for one in REGISTRY if one.redacted and one.name in wanted)


def label_set(name: str) -> tuple[str, ...]:
    """The labels of a label set. Raises ConfigError for an unknown name.

    >>> len(label_set("core"))
    7
    """
    if name not in LABEL_SETS:
        raise ConfigError(f"labels: {name!r} is not one of {', '.join(LABEL_SETS)}")
    return tuple(one.name for one in REGISTRY if one.core or name == "calls")


def parse_labels(names: str | Iterable[str]) -> frozenset[str]:
    """Read "PHONE,DATE" (or an iterable of names), in any case, as labels; groups such as `pci` and
    `all` count too.

    Raises ConfigError naming an unknown one.
    """
    parts = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    groups = {group for one in REGISTRY for group in one.groups}
    chosen: set[str] = set()
    for part in parts:
        group = part.lower()
        if group == "all":
            chosen.update(all_labels())
        elif group in groups:
            chosen.update(one.name for one in REGISTRY if group in one.groups)
        elif part.upper() in all_labels():
            chosen.add(part.upper())
        else:
            known = f"{', '.join(all_labels())}, nor a group ({', '.join(sorted(groups))}, all)"
            raise ConfigError(f"label {part!r} is not one of {known}")
    return frozenset(chosen)


def resolve(reference: str) -> Any:
    """The object that "module:name" names, imported when it is asked for."""
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)


class TagSet:
    """The BIO tags of a label set: 0 is O, 2i+1 is B- and 2i+2 I- of label i. All BIO arithmetic is
    here.

    >>> TagSet(("PHONE",)).tags
    ('O', 'B-PHONE', 'I-PHONE')
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = tuple(labels)
        if not self.labels or len(set(self.labels)) != len(self.labels):
            raise ConfigError("a label set must name at least one label, and none twice")
        self._begin = {label: 2 * i + 1 for i, label in enumerate(self.labels)}

    @classmethod
    def from_tags(cls, tags: Iterable[str]) -> TagSet:
        """The label set whose tags are `tags`.

        Raises ConfigError where they are none in this order.
        """
        tags = tuple(tags)
        made = cls(tag[2:] for tag in tags[1::2])
        if made.tags != tags:
            raise ConfigError("the tags are not O and then B-, I- of one label after the other")
        return made

    def __len__(self) -> int:
        return 2 * len(self.labels) + 1

    def __contains__(self, label: str) -> bool:
        return label in self._begin

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The names of the tags; the index is the class id of the model."""
        return ("O", *(f"{position}-{label}" for label in self.labels for position in "BI"))

    def begin(self, label: str) -> int:
        """Class id of B-`label`."""
        return self._begin[label]

    def inside(self, label: str) -> int:
        """Class id of I-`label`."""
        return self._begin[label] + 1

    def columns(self, labels: Collection[str]) -> list[int]:
        """The class ids of those of `labels` that are of the set, B- and I-, rising."""
        known = [label for label in self.labels if label in labels]
        return [tag for label in known for tag in (self.begin(label), self.inside(label))]

    def label(self, tag: int) -> str:
        """The label of class id `tag`, which is not 0."""
        return self.labels[(tag - 1) // 2]

    @staticmethod
    def is_inside(tag: int) -> bool:
        """Whether class id `tag` is an I-."""
        return tag > 0 and tag % 2 == 0

    @staticmethod
    def goes_on(before: int, tag: int) -> bool:
        """Whether a token of class id `tag` goes on the span of the token `before` it."""
        return tag > 0 and tag % 2 == 0 and before in (tag - 1, tag)


#: Takes (label, value as said) and gives the surrogate.
Surrogate = Callable[[str, str], str]
