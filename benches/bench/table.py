"""What a measurement returns: rows, targets, a table."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Row:
    """One figure."""

    who: str
    value: float
    unit: str
    #: The ratio to our figure; `None` where it has no meaning.
    ratio: float | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Target:
    """A target to reach."""

    text: str
    value: float
    limit: float
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Return `True` if it is reached."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit


@dataclass(frozen=True)
class Section:
    """One table."""

    title: str
    rows: list[Row]
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: The row that the ratios are to; empty where they mean something else.
    base: str = ""
    #: Its name for `--only`.
    name: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it as plain values."""
        targets = [{**asdict(target), "met": target.met} for target in self.targets]
        return {**asdict(self), "targets": targets}


@dataclass(frozen=True)
class Settings:
    """The amount of work to measure."""

    repeats: int
    calls: int
    quick: bool
