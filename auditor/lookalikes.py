"""Letters of other alphabets, and styled letters, that readers take for Latin ones: data for text.py and statements/.

Chosen from the confusables that Unicode Technical Standard 39 describes: only those a reader cannot tell apart in common fonts.
"""

from __future__ import annotations

_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχϲϳϜ", "ABEZHIKMNOPTYXaiknoptuxcjF", strict=True))
_CYRILLIC = dict(
    zip("АВЕЅІЈКМНОРСТУХЗаеѕіјорсухһԁԛԜԝѵѴҮүԌӀӏЬԍ", "ABESIJKMHOPCTYX3aesijopcyxhdqWwvVYyGIlbg", strict=True)
)
_ARMENIAN = dict(zip("ՍՏՕԼհոսցօղ", "USOLhnugon", strict=True))
_CHEROKEE = dict(zip("ᎪᎠᏢᏟᎬᎻᎫᏦᏞᎷᏃᎡᏚᎢᏙᎳᏴᏒᎥᏔᏀ", "ADPCEHJKLMZRSTVWBRiWG", strict=True))
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFFGHIJKLMNOPRSTUVWYZ", strict=True))
_LATIN = dict(zip("ıɑɡɩƖǀ", "iagill", strict=True))
_ROMAN_NUMERALS = dict(zip("ⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹⅼⅽⅾⅿ", "IVXLCDMivxlcdm", strict=True))

#: A letter of another alphabet (or a small capital) -> the Latin letter it is taken for.
LOOKALIKES: dict[str, str] = {
    **_GREEK,
    **_CYRILLIC,
    **_ARMENIAN,
    **_CHEROKEE,
    **_SMALL_CAPITALS,
    **_LATIN,
    **_ROMAN_NUMERALS,
}
