# SPDX-License-Identifier: EUPL-1.2
"""The audit of a placement: every promise of the rules checked by other code than made the placement."""

from gemengd.placement.audit.auditing import audit
from gemengd.placement.audit.by_rules import promises_of
from gemengd.placement.audit.overrides import Override, OverrideLog, read_log, write_log
from gemengd.placement.audit.promises import Promises
from gemengd.placement.audit.report import FAILED, PASSED, REPORTED, Audit, AuditFailed, Check

__all__ = [
    "FAILED",
    "PASSED",
    "REPORTED",
    "Audit",
    "AuditFailed",
    "Check",
    "Override",
    "OverrideLog",
    "Promises",
    "audit",
    "promises_of",
    "read_log",
    "write_log",
]
