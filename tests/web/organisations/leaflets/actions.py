# SPDX-License-Identifier: EUPL-1.2
"""What can be asked for, with a grant of every standing."""

from gemengd.web.site.declarations import BY_SITE, Action, Grant, Standing
from gemengd.web.site.roles import ADMINISTRATORS, EDITORS, READERS, Kind

SEE_LEAFLET = Action(
    "see_leaflet",
    "See a leaflet",
    (
        Grant(READERS, kinds=frozenset({Kind.MUNICIPALITY})),
        Grant(READERS, Standing.PARTY),
        Grant(
            READERS, Standing.SCOPE, frozenset({Kind.INSPECTORATE, Kind.PARTNERSHIP}), frozenset({"agreed"})
        ),
        Grant(standing=Standing.EVERYONE, states=frozenset({"shown"})),
        BY_SITE,
    ),
    second_factor=False,
)
AGREE_LEAFLET = Action(
    "agree_leaflet",
    "Agree to a leaflet",
    (Grant(ADMINISTRATORS), Grant(EDITORS, Standing.PARTY)),
    states=frozenset({"draft"}),
)
LIST_LEAFLETS = Action(
    "list_leaflets", "See the leaflets of an organisation", (Grant(READERS),), second_factor=False
)
KEEP_BOOKMARK = Action("keep_bookmark", "Keep a bookmark", (Grant(standing=Standing.ACCOUNT),))
SEE_BOOKMARK = Action("see_bookmark", "See a bookmark", (Grant(standing=Standing.SELF),))
