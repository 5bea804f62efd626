"""Accounts: who can sign in, in which role."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from skillcity.platform.accounts.roles import Role
from skillcity.platform.ui.language import tr


class Account(AbstractBaseUser):
    """A login (账号). A county officer belongs to a county; every other role finds its people in the registry."""

    username = models.CharField(tr("用户名", "User name"), max_length=64, unique=True)
    email = models.EmailField(tr("电子邮箱", "E-mail"), blank=True)
    name = models.CharField(tr("姓名", "Name"), max_length=64)
    role = models.CharField(
        tr("角色", "Role"), max_length=32, choices=[(each.value, tr(each.label.zh, each.label.en)) for each in Role]
    )
    region_code = models.CharField(tr("所属县(市、区)", "County"), max_length=6, blank=True)
    is_active = models.BooleanField(tr("启用", "Active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]
    objects = BaseUserManager["Account"]()
    acts_for: frozenset[int] | None = None
    """The organisations it acts for, where they were read together with it."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="account_role_known",
                condition=Q(role__in=[each.value for each in Role]),
                violation_error_message=tr("没有这个角色。", "There is no such role."),
            ),
            models.CheckConstraint(
                name="account_county_officer_has_county",
                condition=~Q(role=Role.COUNTY_OFFICER.value) | ~Q(region_code=""),
                violation_error_message=tr("县级经办人员须填所属县。", "A county officer needs a county."),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The name shown to people (allauth asks for it)."""
        return self.name


class Session(AbstractBaseSession):
    """A browser's session (会话) and whose it is, so that both are read at once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", null=True)


class Answer(models.Model):
    """The stored answer to a POST that carried an idempotency key (幂等记录)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    digest = models.BinaryField()
    status = models.SmallIntegerField(null=True)
    location = models.CharField(max_length=500, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    body = models.BinaryField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="answer_once", fields=["account", "key"])]
