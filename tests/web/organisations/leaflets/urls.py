# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `leaflets`."""

from django.urls import path

from web.organisations.leaflets import views

app_name = "leaflets"
urlpatterns = [
    path("van/<int:number>/", views.of_organisation, name="of_organisation"),
    path("bladwijzers/", views.bookmarks, name="bookmarks"),
    path("bladwijzers/<int:number>/", views.bookmark, name="bookmark"),
    path("<int:number>/", views.page, name="page"),
]
