"""Texts of every script go in, are understood, and come back as they were written."""

from __future__ import annotations

import pytest
import scrm
from conftest import NOW, message

TEXTS = {
    "arabic": "كم سعر الشاي؟",
    "hindi": "चाय की कीमत क्या है?",
    "chinese": "請問這個多少錢",
    "russian": "Сколько стоит чай?",
    "emoji": "price 🫖👩‍👩‍👧‍👦🇹🇼?",
    "full-width": "Ｐｒｉｃｅ？",
    "combining": "prix e\u0301te\u0301 — price",
    "astral": "𝒑𝒓𝒊𝒄𝒆 price",
    "rtl marks": "\u200fprice\u200e",
    "controls": "price\u0000\u0007\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_comes_back_as_it_was_written(workspace: scrm.Workspace, text: str) -> None:
    (received,) = workspace.receive(message(text), now=NOW)
    view = workspace.customer_view(received["customer"], NOW, NOW.replace(hour=10))
    messages = [entry["message"] for entry in view["timeline"] if entry["entry"] == "message"]
    assert messages[0]["body"] == {"kind": "text", "text": text}
    assert received["answered_by"] == "keyword.price", received


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_places_count_as_python_counts(text: str) -> None:
    matcher = scrm.KeywordMatcher(["needle"], mode="substring")
    whole = f"{text} ＮＥＥＤＬＥ {text}"
    (hit,) = matcher.find(whole)
    assert whole[hit.start : hit.end] == "ＮＥＥＤＬＥ"
    assert matcher.find_many([whole])[0] == [hit]
    assert scrm.Engines().keyword_find(whole)["hits"] is not None


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("李安娜", "０９１２０００４５６"),
        ("آنا لي", "٠٩١٢٠٠٠٤٥٦"),
        ("अन्ना ली", "०९१२०००४५६"),
        ("Анна Ли", "+886 912 000 456"),
        ("Anna 🫖", "0912-000-456"),
    ],
)
def test_names_and_numbers_of_every_script(workspace: scrm.Workspace, name: str, phone: str) -> None:
    workspace.import_frame([{"姓名": name, "電話": phone}], default_region="TW", now=NOW)
    (customer,) = workspace.customers()
    assert customer["fields"]["name"]["value"] == name
    assert customer["identifiers"][0]["value"] == "+886912000456" == scrm.normalize_phone(phone, "TW")
    assert workspace.customers().to_columns()["name"] == [name]
