"""What all records of the flow are made of. PURE."""

from __future__ import annotations

from typing import ClassVar, dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class _Declared(msgspec.StructMeta):
    """Tells type checkers what ``Record`` passes on."""


class Record(msgspec.Struct, metaclass=_Declared, frozen=True):
    """Immutable, made by place or by field name, changed by `msgspec.structs.replace`.

    There are many, and a frozen dataclass compiles its methods at every start.
    """


class Hiding(Record):
    """One with a field that stands in no log: its ``repr`` leaves that out."""

    hidden: ClassVar[str]

    def __repr__(self) -> str:
        """Return all but the field that is hidden."""
        shown = [name for name in self.__struct_fields__ if name != self.hidden]
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__name__}({values})"
