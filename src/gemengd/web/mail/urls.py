# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `mail`."""

from __future__ import annotations

from django.urls import path

from gemengd.web.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.notices_page, name="notices"),
    path("gelezen/", views.read_all, name="read_all"),
    path("<int:number>/", views.open_notice, name="open"),
    path("e-mail/", views.outbox, name="outbox"),
    path("e-mail/<int:number>/opnieuw/", views.retry, name="retry"),
    path("e-mail/<int:number>/weggooien/", views.discard, name="discard"),
]
