# SPDX-License-Identifier: EUPL-1.2
"""From counts to a municipality's segregation story: the numbers, the sentences, the pictures, the report.

The public names stand in `__init__.pyi`; each is loaded when it is first asked for.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
