"""Addresses of certificates: issuing, verifying, publishing."""

from __future__ import annotations

from django.urls import path

from skillcity.credentials.views import batches, certificates, keys, publishing, verify

urlpatterns = [
    path("batches", batches.batches, name="batches"),
    path("batches/new", batches.batch_new, name="batch-new"),
    path("batches/<int:batch_pk>", batches.batch, name="batch"),
    path("batches/<int:batch_pk>/progress", batches.batch_progress, name="batch-progress"),
    path("batches/<int:batch_pk>/line", batches.batch_line, name="batch-line"),
    path("batches/<int:batch_pk>/lines/<int:line_pk>/remove", batches.batch_line_remove, name="batch-line-remove"),
    path("batches/<int:batch_pk>/submit", batches.batch_submit, name="batch-submit"),
    path("batches/<int:batch_pk>/decide", batches.batch_decide, name="batch-decide"),
    path("batches/<int:batch_pk>/certificates.xlsx", certificates.batch_list, name="batch-list"),
    path("batches/<int:batch_pk>/certificates.zip", certificates.batch_bundle, name="batch-bundle"),
    path("certificates", certificates.certificates, name="certificates"),
    path("certificates/<str:number>", certificates.certificate, name="certificate"),
    path("certificates/<str:number>/pdf", certificates.certificate_pdf, name="certificate-pdf"),
    path("certificates/<str:number>/json", certificates.certificate_json, name="certificate-json"),
    path("certificates/<str:number>/jwt", certificates.certificate_jwt, name="certificate-jwt"),
    path("certificates/<str:number>/change/<str:act>", certificates.certificate_change, name="certificate-change"),
    path("certificates/<str:number>/requests/<int:request_pk>", certificates.request_decide, name="request-decide"),
    path("keys", keys.keys, name="keys"),
    path("keys/rotate", keys.key_rotate, name="key-rotate"),
    path("keys/<int:key_pk>/stolen", keys.key_compromised, name="key-compromised"),
    path("stations", keys.stations, name="stations"),
    path("verify", verify.verify, name="verify"),
    path("verify/offline", verify.verify_offline, name="verify-offline"),
    path("verify/worker.js", publishing.worker, name="verify-worker"),
    path("verify/<str:token>", verify.verify_token, name="verify-token"),
    path("issuers.json", publishing.issuers_json, name="issuers"),
    path("issuers/<str:credit_code>/did.json", publishing.did_json, name="did"),
    path(
        "issuers/<str:credit_code>/status/<str:purpose>/<int:list_number>",
        publishing.status_list_json,
        name="status-list",
    ),
    path("status", publishing.status, name="status"),
    path("status.json", publishing.status_json, name="status-lists"),
]
