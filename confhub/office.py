"""What the office decides for itself: settings with today's rules as defaults.

Grounds, legal bases and due dates change with the law, so they are rows that an organiser edits.
Sources of the defaults: Press Law 2016 (103/2016/QH13), art. 38.2 (grounds) and art. 39 (due date).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from confhub.models import Setting

DEFAULTS: dict[str, Any] = {
    "grounds": [
        {
            "code": "secret",
            "vi": "Thông tin thuộc bí mật nhà nước, bí mật của Đảng, bí mật đời tư "
            "hoặc bí mật khác theo quy định của pháp luật",
            "en": "Secrets of the State or the Party, private or other secrets protected by law",
        },
        {
            "code": "under_investigation",
            "vi": "Vụ án đang được điều tra hoặc chưa xét xử",
            "en": "A case under investigation or not yet tried",
        },
        {
            "code": "unconcluded",
            "vi": "Vụ việc đang được thanh tra, giải quyết khiếu nại, tố cáo "
            "hoặc tranh chấp giữa các cơ quan, chưa có kết luận",
            "en": "An inspection, complaint, denunciation or dispute between agencies without conclusion",
        },
        {
            "code": "draft",
            "vi": "Văn bản, chính sách đang soạn thảo, chưa được cấp có thẩm quyền cho phép công bố",
            "en": "Drafts of documents and policies not yet allowed to be published",
        },
        {
            "code": "off_topic",
            "vi": "Không thuộc nội dung phiên họp báo",
            "en": "Outside the subject of this briefing",
        },
    ],
    "due_days": 30,
    "basis": "",
    "response_minutes": 5,
    "body": "Trung tâm Báo chí Thủ đô Hà Nội",
    "superior": "Ủy ban nhân dân thành phố Hà Nội",
    "venue": "Điểm cầu trung tâm",
}


def setting(session: Session, name: str) -> Any:
    """The office's setting, or its default; KeyError for a name that is no setting."""
    default = DEFAULTS[name]
    row = session.scalar(select(Setting).where(Setting.name == name))
    return default if row is None else row.value


def grounds(session: Session) -> dict[str, dict[str, Any]]:
    """Grounds for declining by their code, each with its wording per language; retired ones too."""
    return {ground["code"]: ground for ground in setting(session, "grounds")}


def offered_grounds(session: Session) -> dict[str, dict[str, Any]]:
    """The grounds on which a question can be declined now."""
    return {code: ground for code, ground in grounds(session).items() if not ground.get("retired")}
