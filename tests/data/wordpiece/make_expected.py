#!/usr/bin/env python3
"""Writes what the reference tokenizer makes of odd texts (expected.json) and of XQuAD (its checksum, in expected.json too).

make_expected.py VOCABULARY XQUAD-FOLDER     needs the package tokenizers
"""
import hashlib
import json
import pathlib
import sys

import tokenizers

TEXTS = [
    "", " ", "Hello, world!", "don't stop-believing (ever)", "unaffable UNAFFABLE Unaffable", "naïve café résumé ÅNGSTRÖM",
    "e\u0301 and é are the same", "中文分词 works 日本語テスト", "한국어 형태소", "مرحبا بالعالم، كيف الحال؟", "Привет, как дела? Ёлка",
    "ΣΊΣΥΦΟΣ σίσυφος", "İstanbul ıspanak", "Straße STRASSE", "a\tb\nc\rd", "zero\u200bwidth\u200djoin \ufeffbom", "soft\u00adhyphen",
    "nul\u0000 and \ufffd replacement", "$5 + 3 = 8 ^_^ `code` ~tilde~ |pipe|", "“quotes” — dash… ellipsis", "x" * 100, "x" * 101, "y" * 250,
    "emoji 😀 and 👩‍👩‍👧 family", "𝒞𝓊𝓇𝓁𝓎 maths 𝟙𝟚", "\u3000ideographic\u3000space", "नमस्ते दुनिया", "ภาษาไทย", "Tiếng Việt có dấu",
    "𠀀𠀁 rare ideographs 〇", "https://example.org/a_b?c=d&e=f#g", "C++ C# F# .NET", "3.14159 1,000,000 2026-11-25", "[SEP of the text",
    "ﬁne ﬂow ½ № ™", "\u0085next line", "a\u0300\u0301\u0302b", "ABC" * 40, "the " * 600,
]


def main():
    reference = tokenizers.BertWordPieceTokenizer(sys.argv[1], lowercase=True)
    reference.enable_truncation(512)
    hashed = hashlib.sha256()
    lines = 0
    for language in ("ar", "de", "en", "es", "ru", "zh"):
        articles = json.loads(pathlib.Path(sys.argv[2], f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
        for article in articles:
            for paragraph in article["paragraphs"]:
                for text in [paragraph["context"]] + [question["question"] for question in paragraph["qas"]]:
                    hashed.update((" ".join(map(str, reference.encode(text).ids)) + "\n").encode())
                    lines += 1
    expected = {"texts": [{"text": text, "ids": reference.encode(text).ids} for text in TEXTS], "xquad_lines": lines,
                "xquad_sha256": hashed.hexdigest()}
    target = pathlib.Path(__file__).with_name("expected.json")
    target.write_text(json.dumps(expected, separators=(",", ":")) + "\n", encoding="utf-8")


main()
