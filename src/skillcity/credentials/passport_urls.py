"""Addresses of the passport, of what it shows to others, and of the repair of certificates."""

from __future__ import annotations

from django.urls import path

from skillcity.credentials.views import passport, shared, shares, tickets

urlpatterns = [
    path("passport", passport.passport, name="passport"),
    path("passport/wallet", passport.passport_wallet, name="passport-wallet"),
    path("passport/cv/<str:language>", passport.passport_cv, name="passport-cv"),
    path("passport/europass", passport.passport_europass, name="passport-europass"),
    path("passport/share", shares.passport_share, name="passport-share"),
    path("passport/shares/<int:share_id>", shares.share, name="share"),
    path("passport/shares/<int:share_id>/code.svg", shares.share_code, name="share-code"),
    path("passport/shares/<int:share_id>/withdraw", shares.share_withdraw, name="share-withdraw"),
    path("shared/<str:token>", shared.shared, name="shared"),
    path("shared/<str:token>/<str:number>", shared.shared_file, name="shared-file"),
    path("tickets", tickets.tickets, name="tickets"),
    path("tickets/new/<str:number>", tickets.ticket_new, name="ticket-new"),
    path("tickets/<int:ticket_id>", tickets.ticket, name="ticket"),
    path("tickets/<int:ticket_id>/step", tickets.ticket_step, name="ticket-step"),
]
