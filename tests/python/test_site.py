"""What the site makes of labelled blocks of code; `make site` checks the whole site."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "tools"))

from website_markdown import endpoint, front, group, parts, runs

# Programs that other tests start inherit the path.
sys.path.pop()


def shown(page: str) -> str:
    found = runs(parts(page))
    return "\n".join(line for part in found for line in ([part] if isinstance(part, str) else group(part)))


def block(label: str, language: str, code: str) -> str:
    before = f"{label}:\n\n" if label else ""
    return f"{before}```{language}\n{code}\n```\n\n"


def test_labelled_blocks_become_tabs() -> None:
    page = shown(block("Rust", "rust,no_run", "fn main() {}") + block("Python", "python", "print(1)"))
    assert page.startswith('=== "Rust"\n\n    ```rust\n    fn main() {}\n    ```\n\n=== "Python"\n')


def test_blocks_of_several_languages_need_no_label() -> None:
    page = shown(block("", "python", "print(1)") + block("", "swift", "print(1)"))
    assert [line for line in page.splitlines() if line.startswith("===")] == ['=== "Python"', '=== "Swift"']


def test_a_block_alone_stays_as_it_is() -> None:
    assert shown(block("Python", "python", "print(1)")).startswith("Python:\n\n```python\n")
    assert shown(block("", "console", "$ defacto demo")).startswith("```console\n")


def test_text_or_the_same_label_begins_another_group() -> None:
    python = block("Python", "python", "print(1)")
    pair = python + block("Java", "java", "int i;")
    assert shown(pair + pair).count('=== "Python"') == 2
    assert "===" not in shown(python + "Later:\n\n" + python)


def test_request_and_answer_stand_beside_the_languages() -> None:
    sent = block("Request", "http", "GET /hello HTTP/1.1") + block("Answer", "json", '"hello"')
    page = shown(sent + block("Python", "python", "client.hello()") + block("curl", "sh", "curl"))
    assert page.index('<div class="call" markdown>') < page.index('=== "curl"') < page.index("**Request**")
    assert page.count("<div") == page.count("</div>") == 3


def test_links_and_labels_inside_of_code_are_code() -> None:
    page = block("", "text", "Python:\n\n[a](b.md)")
    assert shown(page) == page.rstrip("\n") + "\n"


def test_an_operation_has_its_method_marked() -> None:
    assert endpoint("`PATCH /loan/{loan_id}`") == "**PATCH** `/loan/{loan_id}`\n{ .endpoint .patch }"
    assert endpoint("Sends `GET /hello`.") == "Sends `GET /hello`."


def test_the_home_page_has_cards() -> None:
    page = front("# Name\n\nText.\n\n## More\n\n- **[One](1.md)**: first\n- **[Two](2.md)**: second,\n  and more\n")
    assert page.startswith('<div class="hero" markdown>\n\n# Name')
    assert '<div class="grid cards" markdown>\n\n- **[One](1.md)** First\n- **[Two](2.md)** Second,' in page
