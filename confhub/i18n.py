"""Languages: Vietnamese by default, English beside it.

Catalogue entries are English sentences; ``locale/vi/*.po``, one small file per area, hold the
Vietnamese ones and are read as they are when first needed, so that nothing has to be compiled.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale, gettext

from confhub.errors import Message

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"
LOCALE_DIR = Path(__file__).parent / "locale"


class PoDomain(Domain):
    """Serves translations straight from the PO files."""

    def get_translations(self) -> NullTranslations:
        """The translations of the current locale."""
        locale = get_locale()
        return load(locale.language if locale else DEFAULT)


class AppBabel(Babel):
    """Flask-Babel over ``PoDomain``."""

    @property
    def domain_instance(self) -> PoDomain:
        """The one domain of the application."""
        return PoDomain()


@cache
def load(language: str) -> NullTranslations:
    """All PO files of a language as one set of translations; none for English, the source."""
    catalog = Catalog(locale=language)
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    catalog.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def translate(message: Message | str) -> str:
    """A message in the current locale, its values filled in."""
    if isinstance(message, str):
        return str(gettext(message))
    values: dict[str, Any] = {
        key: translate(value) if isinstance(value, Message) else value
        for key, value in message.values.items()
    }
    return str(gettext(message.msgid, **values))
