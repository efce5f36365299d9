import re
import pytest
from html import unescape
from browser.site.listed import PAGES
from browser.site.test_listed import troubles


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_x(visitors, page, troubles):
    path = visitors.path(page.path)
    client = getattr(visitors, page.role)
    client.raise_request_exception = False
    out = []
    for prefix in ("", "/en"):
        r = client.get(f"{prefix}{path}", follow=True)
        h1 = re.findall(r"<h1[^>]*>(.*?)</h1>", unescape(r.content.decode()), re.S)
        out.append(
            (
                r.status_code,
                re.sub(r"<[^>]+>", "", h1[0]) if h1 else None,
                r.redirect_chain[-1][0] if r.redirect_chain else "",
            )
        )
    print("T", repr(str(page)), page.name, page.path, page.role, out)
