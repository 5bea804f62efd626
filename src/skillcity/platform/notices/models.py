"""Notices: something happened that this account should know."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One thing told to one account (通知): words in both languages, and the page that says more."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=400)
    url = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_notice"
        constraints: ClassVar = [models.CheckConstraint(name="notice_words", condition=~Q(zh="") & ~Q(en=""))]
        indexes: ClassVar = [models.Index(name="notice_account", fields=["account", "-at"])]
