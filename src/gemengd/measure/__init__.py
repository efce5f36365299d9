# SPDX-License-Identifier: EUPL-1.2
"""Segregation measures: every number with its error, its chance level and the reason where it has none.

The public names stand in `__init__.pyi`; each is loaded when it is first asked for, so that who needs one of
them does not wait for all.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
