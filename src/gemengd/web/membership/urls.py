# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `organisations`."""

from __future__ import annotations

from django.urls import path

from gemengd.web.membership.views import home, invitation, log, members, organisation

app_name = "organisations"
urlpatterns = [
    path("", home.page, name="home"),
    path("nieuw/", organisation.new, name="new"),
    path("logboek/", log.page, name="log"),
    path("logboek/logboek.<slug:form>", log.document, name="log_document"),
    path("uitnodiging/<str:token>/", invitation.page, name="invitation"),
    path("<int:number>/", members.page, name="organisation"),
    path("<int:number>/wijzigen/", organisation.change, name="change"),
    path("<int:number>/uitnodigen/", members.invite, name="invite"),
    path("<int:number>/uitnodiging/<int:invitation>/intrekken/", members.withdraw, name="withdraw"),
    path("<int:number>/lid/<int:member>/rol/", members.change_role, name="change_role"),
    path("<int:number>/lid/<int:member>/verwijderen/", members.remove, name="remove"),
]
