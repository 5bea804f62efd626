"""The forms of the public verification: by number, by file, by the text of the code."""

from __future__ import annotations

from django import forms

from skillcity.platform.ui.language import tr

MEGABYTES = 10
REQUIRED = {"required": tr("必须填写。", "It must be given.")}


class NumberForm(forms.Form):
    """A number, and the last four characters of the holder's ID number."""

    number = forms.CharField(
        label=tr("证书编号", "Certificate number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages=REQUIRED,
    )
    last_four = forms.CharField(
        label=tr("持证人身份证号后四位", "Last four characters of the holder's ID number"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-private": "1"}),
        error_messages=REQUIRED,
    )


class FileForm(forms.Form):
    """A file or a photograph of the certificate."""

    file = forms.FileField(
        label=tr("证书文件或照片", "File or photograph of the certificate"),
        help_text=tr(
            f"PDF、JSON、令牌，或拍下大二维码的照片；最大 {MEGABYTES} MB。",
            f"PDF, JSON, a token, or a photograph of the large code; at most {MEGABYTES} MB.",
        ),
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf,.json,.jwt,.txt"}),
        max_length=200,
        error_messages={
            "required": tr("请选择文件。", "Choose a file."),
            "empty": tr("文件是空的。", "The file is empty."),
            "invalid": tr("没有收到文件，请重新选择。", "No file was received. Choose it again."),
        },
    )

    def clean_file(self) -> object:
        """Refuse a file beyond the limit before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MEGABYTES * 2**20:
            raise forms.ValidationError(
                tr(f"文件超过 {MEGABYTES} MB。", f"The file is larger than {MEGABYTES} MB."), code="too-large"
            )
        return upload


class TextForm(forms.Form):
    """The text of the code, as a scanner gives it."""

    text = forms.CharField(
        label=tr("二维码的文字", "Text of the code"),
        help_text=tr("以 SKC1: 开头，或证书的 JSON、令牌。", "It begins with SKC1:, or is the JSON or token."),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages=REQUIRED,
    )
