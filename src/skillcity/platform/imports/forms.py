"""The upload form."""

from __future__ import annotations

from django import forms

from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS
from skillcity.platform.ui.language import tr

MEGABYTES = DEFAULT_LIMITS.file_bytes // 2**20


class UploadForm(forms.Form):
    """One file. What is in it is checked by `uploads.upload`, not by its name."""

    file = forms.FileField(
        label=tr("文件", "File"),
        help_text=tr(
            f".xlsx 或 .csv，最大 {MEGABYTES} MB，最多 {DEFAULT_LIMITS.rows:,} 行。",
            f".xlsx or .csv, at most {MEGABYTES} MB and {DEFAULT_LIMITS.rows:,} rows.",
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        max_length=200,
        error_messages={
            "required": tr("请选择文件。", "Choose a file."),
            "empty": tr("文件是空的。", "The file is empty."),
            "invalid": tr("没有收到文件，请重新选择。", "No file was received. Choose it again."),
            "max_length": tr("文件名过长，请改短。", "The file name is too long. Shorten it."),
        },
    )

    def clean_file(self) -> object:
        """Refuse a file beyond the limit before it is copied."""
        upload = self.cleaned_data["file"]
        if upload.size > DEFAULT_LIMITS.file_bytes:
            raise forms.ValidationError(
                tr(f"文件超过 {MEGABYTES} MB，请拆成几个文件。", f"The file is larger than {MEGABYTES} MB. Split it.")
            )
        return upload
