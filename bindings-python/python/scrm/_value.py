"""What customers are worth: models that are fitted and asked, and customers scored by what they bought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from ._engines import standard_engines

if TYPE_CHECKING:
    from . import types


Column: TypeAlias = "Iterable[Any]"
"""A number for each customer: a list, a NumPy array, or a column of pandas, polars or pyarrow."""


def _numbers(column: Any) -> list[float]:
    """A column as a list; those that know how to become one do it themselves."""
    for way in ("to_list", "tolist", "to_pylist"):
        if hasattr(column, way):
            numbers: list[float] = getattr(column, way)()
            return numbers
    return list(column)


Answer = TypeVar("Answer", "types.FittedPurchases", "types.FittedSpending")


class _Model(Generic[Answer]):
    """What every model has once it is fitted."""

    def __init__(self, fitted: Answer | None = None) -> None:
        self._fitted: Answer | None = fitted

    @property
    def fitted(self) -> Answer:
        """The parameters and how well they are known; what the class takes up again, as in `scrm.BgNbd(fitted)`."""
        if self._fitted is None:
            raise RuntimeError("the model has not been fitted")
        return self._fitted

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters by their names in the paper."""
        return {estimate["name"]: estimate["value"] for estimate in self.fitted["report"]["parameters"]}

    @property
    def log_likelihood(self) -> float:
        """The logarithm of the likelihood at its maximum."""
        return self.fitted["report"]["log_likelihood"]

    def __repr__(self) -> str:
        return f"<scrm.{type(self).__name__} {'not fitted' if self._fitted is None else self.parameters}>"


class _PurchaseModel(_Model["types.FittedPurchases"]):
    """What the models of purchases have in common."""

    _name: ClassVar[types.PurchaseModelName]

    def fit(self, frequency: Column, recency: Column, T: Column) -> Self:
        """Fits the model by maximum likelihood.

        Args:
            frequency: Purchases after the first, of each customer.
            recency: When the last purchase was, counted from the first.
            T: How long ago the first purchase was, in the same unit.
        """
        self._fitted = standard_engines().value_fit(self._name, _numbers(frequency), _numbers(recency), _numbers(T))
        return self

    def predict(self, t: float, frequency: Column, recency: Column, T: Column) -> types.Forecasts:
        """Who is still a customer, and how many purchases each is expected to make within `t` from now."""
        model = self.fitted["purchases"]
        return standard_engines().value_predict(
            model, t, frequency=_numbers(frequency), recency=_numbers(recency), T=_numbers(T)
        )

    def probability_alive(self, frequency: Column, recency: Column, T: Column) -> list[float]:
        """The probability that each is still a customer, 0 to 1."""
        return self.predict(0.0, frequency, recency, T)["probability_alive"]

    def expected_purchases(self, t: float, frequency: Column, recency: Column, T: Column) -> list[float]:
        """How many purchases each is expected to make within the time `t` from now."""
        return self.predict(t, frequency, recency, T)["expected_purchases"]

    def forecast(self, t: float, frequency: float, recency: float, T: float) -> types.Forecast:
        """What is expected of one customer, and how sure that is."""
        return standard_engines().value_forecast(self.fitted, t, frequency=frequency, recency=recency, T=T)

    def lifetime_value(
        self,
        spending: GammaGamma,
        frequency: Column,
        recency: Column,
        T: Column,
        monetary_value: Column,
        *,
        periods: int,
        period: float,
        discount_rate: float,
    ) -> list[float]:
        """What each customer is still worth: expected purchases at their expected average, discounted.

        Args:
            spending: A fitted model of what purchases are worth.
            frequency: Purchases after the first, of each customer.
            recency: When the last purchase was, counted from the first.
            T: How long ago the first purchase was.
            monetary_value: What the purchases after the first were worth on average.
            periods: How many periods are counted.
            period: How long each is, in the unit of time of the histories: 30 where that is days.
            discount_rate: What a period takes off.
        """
        answer = standard_engines().value_lifetime(
            self.fitted["purchases"],
            spending.fitted["spending"],
            horizon={"periods": periods, "period": period, "discount_rate": discount_rate},
            frequency=_numbers(frequency),
            recency=_numbers(recency),
            T=_numbers(T),
            monetary_value=_numbers(monetary_value),
        )
        return answer["lifetime_value"]


class BgNbd(_PurchaseModel):
    """BG/NBD (Fader, Hardie & Lee 2005): customers buy at a rate of their own, and leave after a purchase.

    The inputs have the names that they have in `lifetimes`.

    >>> frequency = [0, 2, 0, 6, 0, 1, 0, 1, 1, 1]
    >>> recency = [0, 3.14, 0, 27.14, 0, 2.14, 0, 7.86, 8.86, 17]
    >>> model = BgNbd().fit(frequency, recency, [36.14] * 10)
    >>> sorted(model.parameters)
    ['a', 'alpha', 'b', 'r']
    >>> alive = model.probability_alive(frequency, recency, [36.14] * 10)
    >>> alive[3] > alive[5]
    True
    """

    _name = "bg_nbd"


class ParetoNbd(_PurchaseModel):
    """Pareto/NBD (Schmittlein, Morrison & Colombo 1987): customers buy at a rate of their own, and leave at any time.

    The inputs have the names that they have in `lifetimes`.
    """

    _name = "pareto_nbd"


class GammaGamma(_Model["types.FittedSpending"]):
    """Gamma-Gamma (Fader & Hardie 2013): what a customer's purchases are worth on average.

    >>> model = GammaGamma().fit([2, 1, 0, 3, 4, 1], [22.35, 11.77, 0, 73.74, 26.76, 51.2])
    >>> seen, mean = model.expected_average_profit([4, 0], [26.76, 0])
    >>> 26 < seen < mean
    True
    """

    def fit(self, frequency: Column, monetary_value: Column) -> Self:
        """Fits the model by maximum likelihood. Customers without repeated purchases are left out, and counted in the
        report.

        Args:
            frequency: Purchases after the first, of each customer.
            monetary_value: What these were worth on average.
        """
        self._fitted = standard_engines().value_fit_spending(_numbers(frequency), _numbers(monetary_value))
        return self

    def expected_average_profit(self, frequency: Column, monetary_value: Column) -> list[float]:
        """What each customer's purchases are expected to be worth on average."""
        spending = self.fitted["spending"]
        answer = standard_engines().value_average_profit(spending, _numbers(frequency), _numbers(monetary_value))
        return answer["expected_average_profit"]


def rfm(
    transactions: Any,
    *,
    customer: str = "customer",
    at: str = "at",
    amount: str = "amount",
    order: str = "order",
    time_zone: str | None = None,
    now: types.Instant,
) -> types.Rfm:
    """Scores customers by how recently, how often and for how much they bought; see `Engines.value_rfm`.

    Args:
        transactions: Lines of what was bought: dicts, or a frame of pandas, polars or pyarrow. Amounts below 0 were returned
            or cancelled; lines without a customer are counted and left out.
        customer: The column that says who bought.
        at: The column of times.
        amount: The column of amounts.
        order: The column of order numbers; where there is none, each line is a purchase of its own.
        time_zone: The zone of times that are written without one.
        now: The time of the call.

    >>> lines = [
    ...     {"customer": "anna", "at": "2026-06-01T10:00:00Z", "amount": 120.0},
    ...     {"customer": "anna", "at": "2026-06-20T10:00:00Z", "amount": 80.0},
    ...     {"customer": None, "at": "2026-06-20T10:00:00Z", "amount": 5.0},
    ...     {"customer": "anna", "at": "2026-06-21T10:00:00Z", "amount": -80.0},
    ... ]
    >>> table = rfm(lines, now="2026-07-01T10:00:00Z")
    >>> table["customers"][0]["rfm"]["frequency"], table["customers"][0]["rfm"]["monetary"]
    (2, 200.0)
    >>> table["counts"]["without_customer"], table["counts"]["returned"]
    (1, 1)
    """
    names = {"customer": customer, "at": at, "amount": amount, "order": order}
    lines = _lines(transactions, names)
    if time_zone is not None:
        zone = ZoneInfo(time_zone)
        for line in lines:
            line["at"] = _in_zone(line["at"], zone)
    return standard_engines().value_rfm(cast("list[types.Transaction]", lines), now=now)


def _lines(transactions: Any, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Lines with the fields that the engine knows."""
    present = getattr(transactions, "column_names", getattr(transactions, "columns", None))
    lines: list[dict[str, Any]]
    if present is None:
        renamed = {name: field for field, name in names.items()}
        lines = [
            {(renamed[name] if name in renamed else name): value for name, value in line.items()} for line in transactions
        ]
    else:
        there = {field: name for field, name in names.items() if name in present or field != "order"}
        columns = [_numbers(transactions[name]) for name in there.values()]
        lines = [dict(zip(there, values)) for values in zip(*columns)]
    for line in lines:
        for field in ("customer", "order"):
            line[field] = _name(line.get(field))
    return lines


def _name(value: Any) -> str | None:
    """A name as frames write it: missing values are not numbers, and whole numbers may have become fractions."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)


def _in_zone(at: Any, zone: ZoneInfo) -> Any:
    """A time of a zone, where it is written without one."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
