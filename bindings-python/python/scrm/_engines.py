"""The engines of a playbook, for scripts that need no workspace."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from ._operations import EngineOperations
from ._playbook import PlaybookSource, playbook_of
if TYPE_CHECKING:
    from . import types


class Engines(EngineOperations):
    """The engines of a playbook, compiled once. Threads may share them."""

    def __new__(cls, playbook: PlaybookSource | None = None) -> Self:
        return super().__new__(cls, playbook_of(playbook))

    def __repr__(self) -> str:
        return "<scrm.Engines>"


@lru_cache(maxsize=1)
def standard_engines() -> Engines:
    """The engines of the standard playbook."""
    return Engines()


def priority(
    customer: types.CustomerInput,
    *,
    new_inquiry: bool | None = None,
    high_value_words: bool | None = None,
    since: types.Instant | None = None,
    annual_spend: types.Money | None = None,
    now: types.Instant,
) -> types.DecidedPriority:
    """Decides a customer's level, score and deadline; see `Engines.priority_evaluate`."""
    return standard_engines().priority_evaluate(
        customer,
        new_inquiry=new_inquiry,
        high_value_words=high_value_words,
        since=since,
        annual_spend=annual_spend,
        now=now,
    )


def fold(text: str) -> str:
    """Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.

    >>> fold("Ｐｒｉｃｅ")
    'price'
    """
    return standard_engines().text_fold(text)["text"]


def words(text: str) -> list[str]:
    """The words of a text, those of Chinese, Japanese and Thai by dictionaries.

    >>> words("iPhone价格? ok")
    ['iPhone', '价格', 'ok']
    """
    return standard_engines().text_words(text)["words"]


def learn_rules(
    messages: Iterable[str], labels: Iterable[str | None], config: types.LearnOptions | None = None
) -> types.LearnedRules:
    """Learns keyword rules from labelled messages; see `Engines.keyword_learn`.

    A label may be None: the message is about nothing that has one. What is learned is a few phrases for each label, to be
    read and corrected, with how precise they are on messages that they were not learned from.

    >>> messages = ["I want a refund", "refund please", "refund my money", "when do you open?", "are you open", "open now?"]
    >>> learned = learn_rules(messages, ["refund"] * 3 + ["hours"] * 3)
    >>> sorted((rule["label"], rule["phrases"][0]["term"]["text"]) for rule in learned["rules"])
    [('hours', 'open'), ('refund', 'refund')]
    """
    return standard_engines().keyword_learn(_all(messages), _all(labels), config=config)


def mine(
    messages: Iterable[str],
    replies: Iterable[str | None] | None = None,
    existing: Iterable[types.KeywordRule] | None = None,
    config: types.MiningConfig | None = None,
) -> list[types.KeywordProposal]:
    """Proposes keyword groups for messages that no rule answers; see `Engines.keyword_mine`.

    `replies` holds what a person replied to each message, `existing` the rules in force: those of the standard playbook
    where left out.

    >>> asked = ["do you repair watches", "can you repair my watch?", "watch repair please"] * 5 + ["hello there", "thanks"] * 5
    >>> [proposal["messages"] for proposal in mine(asked)]
    [15]
    """
    found = standard_engines().keyword_mine(_all(messages), _all(replies), _all(existing), config=config)
    return found["proposals"]


def lint(
    rules: Iterable[types.KeywordRule] | None = None,
    messages: Iterable[str] = (),
    labels: Iterable[str | None] | None = None,
) -> types.KeywordLint:
    """Says what is wrong with keyword rules, and how each fares on messages; see `Engines.keyword_lint`.

    `rules` are those of the standard playbook where left out. With `labels`, one for each message or None, precision and recall
    are measured.

    >>> rules = [{"id": "a", "label": "a", "phrases": ["p\u0430ypal"]}]
    >>> [finding["code"] for finding in lint(rules)["findings"]]
    ['keyword.lint.confusable_characters']
    """
    return standard_engines().keyword_lint(_all(rules), _all(messages), _all(labels))


def normalize_phone(raw: str, region: str | None = None) -> str:
    """Gives a phone number in E.164, from any spelling.

    `region` is the country (ISO 3166-1 alpha-2) of numbers that are written without one.

    >>> normalize_phone("０９１２ 000 456", "TW")
    '+886912000456'
    """
    return standard_engines().phone_normalize(raw, region)["value"]


def _all(values: object) -> Any:
    """The values as a list. A text, whose characters nobody means, and what is no list stay what they are: the engine refuses
    them by their place."""
    return list(values) if isinstance(values, Iterable) and not isinstance(values, str) else values
