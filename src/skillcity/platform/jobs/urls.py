"""The pages of jobs."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.jobs import views

urlpatterns = [
    path("jobs", views.job_list, name="jobs"),
    path("jobs/<int:job_id>", views.job_page, name="job"),
    path("jobs/<int:job_id>/progress", views.job_progress, name="job-progress"),
    path("jobs/<int:job_id>/cancel", views.job_cancel, name="job-cancel"),
    path("jobs/<int:job_id>/retry", views.job_retry, name="job-retry"),
]
