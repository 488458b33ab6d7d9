"""scrm: social CRM for WhatsApp-style messaging, as an engine inside your program.

>>> import scrm
>>> from datetime import datetime, timezone
>>> now = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)
>>> with scrm.open(":memory:") as workspace:
...     workspace.import_frame([{"name": "Anna Walker", "phone": "+44 7400 123456"}], now=now)["counts"]["created"]
...     [customer["id"][:2] for customer in workspace.customers()]
1
['c_']

Everything that the engine refuses is a `ScrmError`; each area of the engine has a class of its own below it.
"""

from __future__ import annotations

from ._areas import ApiError as ApiError
from ._areas import AuditError as AuditError
from ._areas import CustomerError as CustomerError
from ._areas import DedupeError as DedupeError
from ._areas import ExportError as ExportError
from ._areas import IdentifierError as IdentifierError
from ._areas import ImportError as ImportError
from ._areas import KeywordError as KeywordError
from ._areas import OutboxError as OutboxError
from ._areas import PlaybookError as PlaybookError
from ._areas import PriorityError as PriorityError
from ._areas import ReplyError as ReplyError
from ._areas import SegmentError as SegmentError
from ._areas import StoreError as StoreError
from ._areas import TagError as TagError
from ._areas import TimeError as TimeError
from ._areas import TrustError as TrustError
from ._areas import ValueError as ValueError
from ._areas import WorkspaceError as WorkspaceError
from ._deduper import Deduper
from ._engines import Engines, fold, learn_rules, lint, mine, normalize_phone, priority, words
from ._errors import InternalError, ScrmError
from ._matcher import KeywordMatcher
from ._playbook import Playbook
from ._scrm import Hit, Matches, __version__
from ._segment import Segment
from ._table import Table
from ._value import BgNbd, GammaGamma, ParetoNbd, rfm
from ._workspace import Workspace, open, report_tables

__all__ = [
    "ApiError",
    "AuditError",
    "BgNbd",
    "CustomerError",
    "DedupeError",
    "Deduper",
    "Engines",
    "ExportError",
    "GammaGamma",
    "Hit",
    "IdentifierError",
    "InternalError",
    "KeywordError",
    "KeywordMatcher",
    "Matches",
    "OutboxError",
    "ParetoNbd",
    "Playbook",
    "PlaybookError",
    "PriorityError",
    "ReplyError",
    "ScrmError",
    "Segment",
    "SegmentError",
    "StoreError",
    "Table",
    "TagError",
    "TimeError",
    "TrustError",
    "Workspace",
    "WorkspaceError",
    "__version__",
    "fold",
    "learn_rules",
    "lint",
    "mine",
    "normalize_phone",
    "open",
    "priority",
    "report_tables",
    "rfm",
    "words",
]
