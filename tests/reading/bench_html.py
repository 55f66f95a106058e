"""How long the reader of web pages takes beside trafilatura alone, on pages of about 100 KB.

Run by hand: ``python tests/reading/bench_html.py [number of pages] [processes]``. Each page is one of the gold pages with other
words, more paragraphs, menus and scripts around it, so that no two are alike. Processor time of one core is measured,
page by page in turn, so that other work on the machine weighs on both. With a number of processes the pages are files
that these read side by side, and the time is that on the wall, beside trafilatura's in one process just before.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.html import decode_html, read_html
from leadtext.reading.side_by_side import SideBySide
from leadtext.reading.worker import Job

PAGES = Path(__file__).parent / "pages"
SIZE = 100_000
WORDS = sorted(
    word_set(
        "ward board rota porter night lift letter harbour rope nurse plan autumn ledger meeting winter brass kettle "
        "stairwell rumour season tide corridor manager sister window question answer morning shift bell notice"
    )
)


def pages(number: int) -> Iterator[bytes]:
    """Pages of about 100 KB, the same at every call."""
    chance = random.Random(5)
    gold = [decode_html(path.read_bytes(), path.name) for path in sorted(PAGES.glob("*.html"))]
    for at in range(number):
        page = gold[at % len(gold)]
        head, body, rest = page.partition("<body>")
        prose = "".join(f"<p>{sentence(chance, 60)}</p>" for _ in range(chance.randint(5, 25)))
        if "</h1>" in rest:
            rest = rest.replace("</h1>", f"</h1><div class='lead'>{prose}</div>", 1)
        menu = "".join(
            f"<li class='menu-item'><a href='/{chance.choice(WORDS)}/{n}'>{sentence(chance, 3)}</a></li>"
            for n in range(150)
        )
        script = "var a={" + ",".join(f"'{chance.choice(WORDS)}{n}':{chance.random()}" for n in range(900)) + "};"
        page = f"{head}{body}<nav><ul>{menu}</ul></nav><script>{script}</script>{rest}"
        lacking = max(SIZE - len(page), 0)
        foot = "".join(
            f"<div class='col-{n % 7} box'><a href='/{n}'><img src='/i/{n}.jpg' alt=''></a><span>{sentence(chance, 4)}</span></div>"
            for n in range(lacking // 110)
        )
        yield page.replace("</body>", f"<footer>{foot}</footer></body>").encode()


def sentence(chance: random.Random, words: int) -> str:
    """So many words, as a sentence."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def main(number: int) -> None:
    """Measure and print."""
    ours = alone = size = 0.0
    for at, data in enumerate(pages(number)):
        size += len(data)
        if at % 2:
            ours += timed(lambda page=data: read_html(page, "page.html"))
        alone += timed(lambda page=data: trafilatura.bare_extraction(page.decode(), with_metadata=True))
        if not at % 2:
            ours += timed(lambda page=data: read_html(page, "page.html"))
    print(
        f"{number} pages of {size / number / 1000:.0f} KB: leadtext {ours:.1f} s, trafilatura {alone:.1f} s,", end=" "
    )
    print(f"times {ours / alone:.2f}")


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time that a piece of work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def side_by_side(number: int, processes: int) -> None:
    """Measure files read by several processes, and print."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{at}.html" for at in range(number)]
        for file, data in zip(files, pages(number), strict=True):
            file.write_bytes(data)
        started = time.perf_counter()
        for file in files:
            trafilatura.bare_extraction(file.read_bytes().decode(), with_metadata=True)
        alone = time.perf_counter() - started
        started = time.perf_counter()
        with SideBySide(processes) as readers:
            jobs = [Job(file, file.name, "article") for file in files]
            documents = sum(len(answer.documents) for _, answer in readers.read(jobs, lambda job: job) if answer)
        ours = time.perf_counter() - started
    print(f"{number} pages, {documents} documents: leadtext with {processes} processes {ours:.1f} s,", end=" ")
    print(f"trafilatura {alone:.1f} s, times {ours / alone:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        side_by_side(int(sys.argv[1]), int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
