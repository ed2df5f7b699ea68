#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of real pages is read: the words of w3m -dump (or lynx -dump) that bench_extraction finds, in their order.

usage: compare_pages.py BENCH_EXTRACTION FOLDER [w3m|lynx]

Prints JSON: the share of the peer's words that Heddle has in the same order, for each page and as median, and the pages from the
worst on. The words are compared with diff, so the order counts.
"""
import json, pathlib, re, statistics, subprocess, sys, tempfile, unicodedata

bench, folder, peer = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "w3m"
PEERS = {
    "w3m": ["w3m", "-dump", "-T", "text/html", "-O", "UTF-8", "-cols", "100000", "-o", "display_image=0"],
    "lynx": ["lynx", "-dump", "-nolist", "-width=1024", "-display_charset=UTF-8", "-force_html"],
}


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    # Chinese and Japanese characters count one by one.
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+", text.lower())


def common(ours, theirs):
    with tempfile.TemporaryDirectory() as place:
        names = []
        for name, list_ in (("a", theirs), ("b", ours)):
            names.append(f"{place}/{name}")
            pathlib.Path(names[-1]).write_text("\n".join(list_) + "\n")
        lines = subprocess.run(["diff", "--minimal", *names], capture_output=True, text=True).stdout.splitlines()
    missing = [line[2:] for line in lines if line.startswith("< ")]
    return len(theirs) - len(missing), missing


pages = {}
for file in sorted(folder.iterdir()):
    theirs = words(subprocess.run(PEERS[peer] + [str(file)], capture_output=True, timeout=60).stdout.decode(errors="replace"))
    ours = words(json.loads(subprocess.run([bench, str(file)], capture_output=True, timeout=60).stdout)["text"])
    if theirs:
        found, missing = common(ours, theirs)
        pages[file.name] = {"share": found / len(theirs), "words": len(theirs), "ours": len(ours), "missing": missing[:40]}
shares = [page["share"] for page in pages.values()]
print(json.dumps({"peer": peer, "pages": len(pages), "median": statistics.median(shares), "mean": statistics.mean(shares), "least": min(shares),
                  "worst": dict(sorted(pages.items(), key=lambda page: page[1]["share"])[:12])}, indent=1, ensure_ascii=False))
