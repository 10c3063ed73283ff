"""How a type of the protocol is declared: immutable, made by field name."""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,)
)
class _Declared(msgspec.StructMeta):
    """Tells type checkers what ``Shape`` passes on to the types made of it."""


class Shape(msgspec.Struct, metaclass=_Declared, frozen=True, kw_only=True):
    """What all types of the protocol share."""


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class _Recorded(msgspec.StructMeta):
    """Tells type checkers what ``Record`` passes on."""


class Record(msgspec.Struct, metaclass=_Recorded, frozen=True):
    """What never goes over the wire: immutable, made by place or by field name.

    Where there are many, a start is quicker by a tenth of a second than with
    frozen dataclasses, each of which compiles its methods at import.
    """


class Params(Shape, forbid_unknown_fields=True):
    """What all params share besides: nothing unknown is accepted."""
