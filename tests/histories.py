"""Ways to every kind of event of a question, and what its history then says."""

from __future__ import annotations

from typing import Any

Step = tuple[str, str, dict[str, Any]]
_ROUTED: list[Step] = [("moderator", "queue", {}), ("moderator", "route", {"unit": ["006"]})]
_READY: list[Step] = [*_ROUTED, ("leader", "accept", {}), ("leader", "ready", {})]
_SUBMITTED: list[Step] = [
    ("moderator", "defer", {"unit": "006"}),
    ("leader", "submit", {"text": "Đã sửa xong."}),
]
_HELD: Step = ("moderator", "claim", {})
_DECLINED: Step = (
    "moderator",
    "decline",
    {"ground": "secret", "outward": "Xin không nêu.", "note": "Giữ kín."},
)
_GROUPED: Step = ("moderator", "group", {"with": 1})

# Past tense → the steps that lead there, the sentence in Vietnamese and in English, with what is quoted.
# Question 1 is another reporter's; the history is that of question 2.
SAID: dict[str, tuple[list[Step], str, str]] = {
    "queued": (
        [("moderator", "queue", {"priority": "urgent", "wording": "Gọn hơn?"})],
        "Lê Minh Hà biên tập câu chữ và đưa câu hỏi vào hàng đợi (Khẩn). Gọn hơn?",
        "Lê Minh Hà edited the wording and put the question in the queue (Urgent). Gọn hơn?",
    ),
    "edited": (
        [("moderator", "edit", {"wording": "Gọn hơn?"})],
        "Lê Minh Hà biên tập câu chữ. Gọn hơn?",
        "Lê Minh Hà edited the wording. Gọn hơn?",
    ),
    "moved": (
        [("moderator", "queue", {}), ("moderator", "move", {"priority": "held"})],
        "Lê Minh Hà chuyển câu hỏi đến vị trí 1 (Tạm gác).",
        "Lê Minh Hà moved the question to place 1 (Held).",
    ),
    "routed": (
        [("moderator", "route", {"unit": ["006", "001"], "lead": "006", "note": "Xin nêu số liệu"})],
        "Lê Minh Hà chuyển câu hỏi tới Quận Đống Đa (chủ trì), Quận Ba Đình. Xin nêu số liệu",
        "Lê Minh Hà routed the question to Quận Đống Đa (leads), Quận Ba Đình. Xin nêu số liệu",
    ),
    "recalled": (
        [*_ROUTED, ("moderator", "recall", {})],
        "Lê Minh Hà thu hồi câu hỏi từ Quận Đống Đa.",
        "Lê Minh Hà took the question back from Quận Đống Đa.",
    ),
    "deputised": (
        [*_ROUTED, ("moderator", "deputise", {})],
        "Lê Minh Hà đề nghị người được ủy quyền của Quận Đống Đa trả lời.",
        "Lê Minh Hà asked the deputy of Quận Đống Đa to respond.",
    ),
    "accepted": (
        _READY[:3],
        "Ngô Gia Đống (Quận Đống Đa) nhận trả lời.",
        "Ngô Gia Đống (Quận Đống Đa) accepted the question.",
    ),
    "returned": (
        [
            *_ROUTED,
            ("leader", "return", {"reason": "other_unit", "reply": "Hỏi bên kia", "suggested": "001"}),
        ],
        "Ngô Gia Đống (Quận Đống Đa) chuyển lại câu hỏi. Lý do: Thuộc đơn vị khác. "
        "Đề xuất hỏi Quận Ba Đình. Hỏi bên kia",
        "Ngô Gia Đống (Quận Đống Đa) returned the question: Another unit is responsible. "
        "Quận Ba Đình was suggested. Hỏi bên kia",
    ),
    "made_ready": (
        _READY,
        "Ngô Gia Đống (Quận Đống Đa) báo sẵn sàng trả lời.",
        "Ngô Gia Đống (Quận Đống Đa) is ready to answer.",
    ),
    "aired": (
        [*_ROUTED, ("moderator", "air", {})],
        "Lê Minh Hà đưa câu hỏi ra phiên họp, mời Quận Đống Đa trả lời.",
        "Lê Minh Hà put the question on air for Quận Đống Đa to answer.",
    ),
    "noted": (
        [*_ROUTED, ("moderator", "air", {}), ("clerk", "gist", {"gist": "Tháng 12.", "speaker": "Bà C"})],
        "Đỗ Thanh Tâm ghi ý chính câu trả lời của Bà C. Tháng 12.",
        "Đỗ Thanh Tâm noted the gist of what Bà C answered. Tháng 12.",
    ),
    "parked": (
        [("moderator", "queue", {}), ("moderator", "park", {})],
        "Lê Minh Hà tạm gác câu hỏi.",
        "Lê Minh Hà put the question aside for later.",
    ),
    "answered": (
        [*_ROUTED, ("moderator", "air", {}), ("moderator", "answer", {"gist": "Tháng 12."})],
        "Lê Minh Hà ghi nhận câu hỏi đã được trả lời trực tiếp. Tháng 12.",
        "Lê Minh Hà marked the question as answered. Tháng 12.",
    ),
    "deferred": (
        _SUBMITTED[:1],
        "Lê Minh Hà hẹn trả lời bằng văn bản, giao Quận Đống Đa, hạn trả lời 24/12/2026.",
        "Lê Minh Hà promised a written answer of Quận Đống Đa by 24/12/2026.",
    ),
    "drafted": (
        [*_SUBMITTED[:1], ("leader", "draft", {"text": "Còn kín."})],
        "Ngô Gia Đống (Quận Đống Đa) lưu bản nháp trả lời bằng văn bản.",
        "Ngô Gia Đống (Quận Đống Đa) saved a draft of the written answer.",
    ),
    "submitted": (
        _SUBMITTED,
        "Ngô Gia Đống (Quận Đống Đa) trình duyệt văn bản trả lời.",
        "Ngô Gia Đống (Quận Đống Đa) submitted the written answer for clearance.",
    ),
    "sent_back": (
        [*_SUBMITTED, ("organiser", "send_back", {"note": "Thiếu số liệu"})],
        "Phạm Thu Trang trả lại văn bản trả lời để chỉnh sửa.",
        "Phạm Thu Trang sent the written answer back to be revised.",
    ),
    "cleared": (
        [*_SUBMITTED, ("organiser", "clear", {})],
        "Phạm Thu Trang duyệt văn bản trả lời.",
        "Phạm Thu Trang cleared the written answer.",
    ),
    "published": (
        [*_SUBMITTED, ("organiser", "clear", {}), ("organiser", "publish", {})],
        "Phạm Thu Trang công bố văn bản trả lời.",
        "Phạm Thu Trang published the written answer.",
    ),
    "declined": (
        [_DECLINED],
        "Xin không nêu. Giữ kín.",
        "Xin không nêu. Giữ kín.",
    ),
    "merged": (
        [("moderator", "merge", {"into": 1})],
        "Lê Minh Hà gộp câu hỏi vào câu 1.",
        "Lê Minh Hà merged the question into question 1.",
    ),
    "withdrawn": (
        [("reporter", "withdraw", {})],
        "Vũ Hải Yến rút câu hỏi.",
        "Vũ Hải Yến withdrew the question.",
    ),
    "reopened": (
        [_DECLINED, ("moderator", "reopen", {})],
        "Lê Minh Hà mở lại câu hỏi (trước đó: Từ chối).",
        "Lê Minh Hà reopened the question (before: Declined).",
    ),
    "claimed": (
        [_HELD, ("moderator2", "claim", {})],
        "Trần Quốc Bảo nhận xử lý câu hỏi thay Lê Minh Hà.",
        "Trần Quốc Bảo took the question over from Lê Minh Hà.",
    ),
    "released": (
        [_HELD, ("moderator2", "release", {})],
        "Trần Quốc Bảo để ngỏ câu hỏi mà Lê Minh Hà đang xử lý.",
        "Trần Quốc Bảo released the question, which Lê Minh Hà had in hand.",
    ),
    "labelled": (
        [("moderator", "label", {"add": ["đường", "cầu"]})],
        "Lê Minh Hà gắn nhãn câu hỏi: đường, cầu.",
        "Lê Minh Hà labelled the question: đường, cầu.",
    ),
    "grouped": (
        [_GROUPED],
        "Lê Minh Hà xếp câu hỏi cùng nhóm với câu 1.",
        "Lê Minh Hà took the question together with question 1.",
    ),
    "ungrouped": (
        [_GROUPED, ("moderator", "ungroup", {})],
        "Lê Minh Hà đưa câu hỏi ra khỏi nhóm.",
        "Lê Minh Hà took the question out of its group.",
    ),
    "annotated": (
        [("moderator", "note", {"text": "Hỏi kỹ lại"})],
        "Lê Minh Hà ghi chú nội bộ. Hỏi kỹ lại",
        "Lê Minh Hà left a note. Hỏi kỹ lại",
    ),
    "asked_back": (
        [("moderator", "clarify", {"text": "Đoạn nào?"})],
        "Lê Minh Hà hỏi lại người hỏi. Đoạn nào?",
        "Lê Minh Hà asked the asker back. Đoạn nào?",
    ),
    "replied": (
        [("moderator", "clarify", {"text": "Đoạn nào?"}), ("reporter", "reply", {"text": "Đoạn đầu."})],
        "Vũ Hải Yến trả lời điều phối viên. Đoạn đầu.",
        "Vũ Hải Yến replied to the moderators. Đoạn đầu.",
    ),
    "undone": (
        [_DECLINED, ("moderator", "undo", {})],
        "Lê Minh Hà hoàn tác: Từ chối.",
        "Lê Minh Hà took back: Declined.",
    ),
}
