from __future__ import annotations
import os
from tests.browser.test_verify_offline import documents, opened, asked

def test_shots(sign, city, documents):
    os.makedirs("/tmp/shots-issuing", exist_ok=True)
    numbers = list(documents)
    rows = city.query("select b.id, b.status from credentials_batch b order by id")
    tok = city.query("select token, number from credentials_certificate order by id")
    pages = {
        "batches": ("evaluation-body", "/batches"), "batch-new": ("evaluation-body", "/batches/new"),
        "batch": ("evaluation-body", f"/batches/{rows[0][0]}"),
        "certificates": ("evaluation-body", "/certificates"),
        "certificate": ("evaluation-body", f"/certificates/{numbers[0]}"),
        "certificate-asked": ("evaluation-body", f"/certificates/{numbers[1]}"),
        "change-replace": ("evaluation-body", f"/certificates/{numbers[0]}/change/replace"),
        "keys": ("evaluation-body", "/keys"), "keys-officer": ("city-officer", "/keys"),
        "stations": ("city-officer", "/stations"), "key-stolen": ("evaluation-body", "/keys/1/stolen"),
        "verify": (None, "/verify"), "token": (None, f"/verify/{tok[0][0]}"), "status": (None, "/status"),
        "offline": (None, "/verify/offline"), "home": ("evaluation-body", "/home"), "import": ("evaluation-body", "/imports/new?kind=issue-certificate"),
    }
    for width in (320, 1280):
        for name, (who, path) in pages.items():
            context = sign(who, size=(width, 800))
            page = context.new_page()
            page.goto(path)
            page.wait_for_load_state("networkidle")
            if name == "offline":
                page.wait_for_selector("#offline[data-kept]", state="attached")
                asked(page, documents[numbers[0]])
            page.screenshot(path=f"/tmp/shots-issuing/{name}-{width}.png", full_page=True)
            print(name, width, len(page.content()), page.evaluate("document.documentElement.scrollWidth"))
            page.close()
    # a draft with lines, wrong line
    clerk = sign("evaluation-body", size=(1280, 800)).new_page()
    clerk.goto("/batches/new"); clerk.fill("[name=title]", "2026年11月焊工三级认定"); clerk.click("main form button")
    clerk.wait_for_url("**/batches/*"); clerk.screenshot(path="/tmp/shots-issuing/draft-1280.png", full_page=True)
    url = clerk.url
    clerk.goto(url + "/line"); clerk.fill("[name=id_number]", "123"); clerk.fill("[name=name]", "王示例"); clerk.click("main form button")
    clerk.screenshot(path="/tmp/shots-issuing/line-error-1280.png", full_page=True)
