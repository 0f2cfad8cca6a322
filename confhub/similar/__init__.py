"""May two questions be the same? Their words in common, weighed.

A reporter who repeats a question puts a preamble before it, or leaves one out, and says some of it
in other words. So the score asks how much of the one question stands in the other, counted from the
side that is covered better. Words that all questions are made of count little; numbers or names that
stand against each other speak against it. How well it does: docs/decisions/0008.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TypeVar

from confhub.text import Word, bare, is_typed_with_marks, key, words

T = TypeVar("T")

# From this score on a person should look.
SAME = 0.72

# How much a word counts against any other.
EVERYWHERE = 0.4
OFTEN = 0.7
# What it weighs in words that all of the longer question stands outside the shorter one.
_ADDED = 2.0
# What remains of a score where each question has a number, or a name, that the other has not.
_CONTRADICTED = 0.8

# What questions are asked with, whatever they are about.
_WORDS_EVERYWHERE = """
    ai anh ấy bà bao bằng bên bị biết bộ bởi các cái càng cả cần câu chăng chị cho chỉ chủ chưa chứ có còn
    cô cụ của cũng cùng chúng cứ do dù đại đang đã đặt đâu đây đề để đến đều đi điều đó đối được em gì gian
    giờ giữa hay hãy hiện hoặc hỏi hơn họ khác khi không kiến là làm lại lên liệu lời luật luôn lúc mà mình
    mỗi một mọi nào này nay nên nêu nếu ngài ngay nhau như nhưng nhiều những nữa ông ơi phải qua quá ra rằng
    rất rồi sao sau sẽ sư so ta tại tất thêm theo thế thể thì thời thưa tọa tôi tới trả trên trong trưởng
    trước từ tuy vào vẫn và vậy vấn về vì việc với vừa xem xin xuống ý biểu
"""
# What many questions to an office of the press are about.
_WORDS_OFTEN = """
    báo biện chí chính chức công cơ cử dân dung dư dự địa đánh đơn giá giải hà hoạch huyện kế luận lý năm
    người nguyên ngày nhà nhân nhiệm nội nước phóng phố pháp phường phương quan quận quy quyết tác thành
    tháng thông thực thức tin tình hình toàn trách tri tịch ủy ban việt nam viên vị vụ xã xử
"""
_DIGITS = {
    "1": "một",
    "2": "hai",
    "3": "ba",
    "4": "bốn",
    "5": "năm",
    "6": "sáu",
    "7": "bảy",
    "8": "tám",
    "9": "chín",
}
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_SENTENCE_ENDS = frozenset(".?!…:")


def score(a: str, b: str) -> float:
    """How much speaks for two questions being the same, from 0 to 1; ``SAME`` is where to look."""
    return compare(read(a), read(b))


def find(
    text: str, questions: Iterable[tuple[T, str]], limit: int = 5, least: float = SAME
) -> list[tuple[T, float]]:
    """Those of ``questions``, pairs of a key and a text, that ``text`` may repeat.

    Gives at most ``limit`` pairs of key and score, none below ``least``, the likeliest first. What was
    read once is kept: asking again among the same few hundred questions takes milliseconds.
    """
    new = read(text)
    found = [(name, compare(new, read(other))) for name, other in questions]
    return sorted((hit for hit in found if hit[1] >= least), key=lambda hit: -hit[1])[:limit]


class _View:
    """The different words of a question in the form in which they are compared, with their weights."""

    def __init__(self, question: Question, form: Callable[[str], str]) -> None:
        known = weights(form)
        self.forms = [form(_DIGITS.get(word.text, word.text)) for word in question.words]
        self.weights = {word: known.get(word, 1.0) for word in self.forms}
        self.total = sum(self.weights.values())
        self.numbers: set[str] = set()
        self.names: set[str] = set()
        for word, said in zip(question.words, self.forms, strict=True):
            if word.text.isdigit():
                self.numbers.add(said)
            elif word in question.capitals and self.weights[said] > EVERYWHERE:
                self.names.add(said)


class Question:
    """A question, read for comparing."""

    def __init__(self, text: str) -> None:
        tokens = words(_THOUSANDS.sub("", unicodedata.normalize("NFC", text)))
        shouted = text.isupper()
        self.words = [token for token in tokens if token.text[0].isalnum()]
        self.has_marks = is_typed_with_marks(self.words)
        self.capitals = frozenset() if shouted else _capitals_inside(tokens)
        self.acronyms = [] if shouted else [n for n, word in enumerate(self.words) if word.is_acronym]
        # gvtphcm for "giáo viên TPHCM", and where each word begins: there an acronym's words are looked for.
        letters = [word.bare[0] for word in self.words]
        for n in self.acronyms:
            letters[n] = self.words[n].bare
        self.initials = "".join(letters)
        self.begins = {at: n for n, at in enumerate(accumulate(map(len, letters), initial=0))}

    @cached_property
    def marked(self) -> _View:
        """Its words with diacritics."""
        return _View(self, key)

    @cached_property
    def plain(self) -> _View:
        """Its words without diacritics, for comparing with what was typed without."""
        return _View(self, bare)


@lru_cache(maxsize=2048)
def read(text: str) -> Question:
    """A text as it is compared; the same one is read once."""
    return Question(text)


@lru_cache(maxsize=2)
def weights(form: Callable[[str], str]) -> dict[str, float]:
    """What the words weigh that do not weigh 1, in the form in which they are compared."""
    often = {form(word): OFTEN for word in _WORDS_OFTEN.split()}
    return often | {form(word): EVERYWHERE for word in _WORDS_EVERYWHERE.split()}


def _capitals_inside(tokens: list[Word]) -> frozenset[Word]:
    """The words that begin with a capital letter though no sentence begins there."""
    found, begun = set(), False
    for token in tokens:
        if token.text[0].isalnum():
            if begun and token.is_capital:
                found.add(token)
            begun = True
        elif token.text in _SENTENCE_ENDS:
            begun = False
    return frozenset(found)


def compare(a: Question, b: Question) -> float:
    """``score``, for questions that were read before."""
    x, y = (a.marked, b.marked) if a.has_marks and b.has_marks else (a.plain, b.plain)
    shared = x.weights.keys() & y.weights.keys()
    if not shared:
        return 0.0
    in_x, in_y = set(shared), set(shared)
    for acronym, meaning in _spelt_out(a, x, b, y):
        in_x.add(acronym)
        in_y.update(meaning)
    for acronym, meaning in _spelt_out(b, y, a, x):
        in_y.add(acronym)
        in_x.update(meaning)
    (left, covered), (more_left, more_covered) = sorted([_sums(x, in_x), _sums(y, in_y)])
    added = _ADDED * more_left / (more_left + more_covered)
    result = min(1.0, covered / (covered + left + added))
    if x.numbers - in_x and y.numbers - in_y:
        result *= _CONTRADICTED
    if x.names - in_x and y.names - in_y:
        result *= _CONTRADICTED
    return result


def _spelt_out(a: Question, x: _View, b: Question, y: _View) -> Iterable[tuple[str, list[str]]]:
    """Acronyms of ``a`` that ``b`` has not, but whose words it has: GV with giáo, viên."""
    for n in a.acronyms:
        if x.forms[n] not in y.weights and (run := _run(b, a.words[n].bare)):
            yield x.forms[n], y.forms[run]


def _run(question: Question, letters: str) -> slice | None:
    """The words that begin with these letters, an acronym among them with all of its own."""
    at = question.initials.find(letters)
    while at >= 0:
        first, after = question.begins.get(at), question.begins.get(at + len(letters))
        if first is not None and after is not None:
            return slice(first, after)
        at = question.initials.find(letters, at + 1)
    return None


def _sums(view: _View, found: set[str]) -> tuple[float, float]:
    """The weights of the words that were not found in the other question, and of those that were."""
    covered = sum(view.weights[word] for word in found)
    return view.total - covered, covered
