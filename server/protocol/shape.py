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


class Params(Shape, forbid_unknown_fields=True):
    """What all params share besides: nothing unknown is accepted."""
