"""The sets as somebody would tidy them up before linking: what each column holds, in one form."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import numpy
import pandas

# For each set: the columns that go into a field, by the field's name. The field's name says what it holds.
SETS: dict[str, dict[str, list[str]]] = {
    "febrl": {
        "first_name": ["given_name"],
        "last_name": ["surname"],
        "dob": ["date_of_birth"],
        "street": ["address_1"],
        "house": ["street_number"],
        "address2": ["address_2"],
        "city": ["suburb"],
        "postcode": ["postcode"],
        "region": ["state"],
        "identity": ["soc_sec_id"],
    },
    "fake": {"first_name": ["first_name"], "last_name": ["surname"], "dob": ["dob"], "city": ["city"], "email": ["email"]},
    "restaurants": {"name": ["name"], "street": ["address"], "city": ["city"], "region": ["cuisine"]},
    "senzing": {
        "name": ["PRIMARY_NAME_FULL", "PRIMARY_NAME_ORG", "PRIMARY_NAME_FIRST", "PRIMARY_NAME_MIDDLE", "PRIMARY_NAME_LAST"],
        "dob": ["DATE_OF_BIRTH"],
        "street": ["ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE"],
        "phone": ["PHONE_NUMBER"],
        "email": ["EMAIL_ADDRESS"],
        "identity": ["PASSPORT_NUMBER", "DRIVERS_LICENSE_NUMBER", "SSN_NUMBER", "NATIONAL_ID_NUMBER", "TAX_ID_NUMBER", "LEI_NUMBER"],
    },
    "contacts": {"name": ["name"], "phone": ["phone"], "email": ["email"], "company": ["company"], "dob": ["birthday"], "city": ["city"]},
}


def read(file: Path) -> tuple[pandas.DataFrame, list[str], numpy.ndarray]:
    """The records, the names of their fields, and the person of each."""
    table = pandas.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8")
    columns = next(columns for name, columns in SETS.items() if file.stem.startswith(name))
    records = pandas.DataFrame({"unique_id": numpy.arange(len(table))})
    for field, sources in columns.items():
        joined = table[sources[0]]
        for source in sources[1:]:
            joined = joined + " " + table[source]
        tidy = {"dob": day, "phone": number, "identity": letters}.get(field, words)
        records[field] = joined.map(tidy)
        # The words in one order, for names whose parts are swapped.
        if field == "name":
            records["sorted_name"] = records["name"].map(lambda name: name and " ".join(sorted(name.split())))
    return records, list(columns), pandas.factorize(table["person"])[0]


def words(text: str) -> str | None:
    """Lower case, without accents, signs (but those of an address) and repeated blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    return re.sub(r"[\s.,;:'\"()«»-]+" if "@" not in text else r"\s+", " ", plain).strip() or None


def letters(text: str) -> str | None:
    return re.sub(r"\W+", "", text.casefold()) or None


def number(text: str) -> str | None:
    """The last nine digits, which no way of writing the country changes."""
    digits = [str(unicodedata.digit(letter)) for letter in text if unicodedata.digit(letter, None) is not None]
    return "".join(digits[-9:]) or None


def day(text: str) -> str | None:
    """A day as 1980-05-31; what is none is kept."""
    text = text.strip()
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return "-".join(found.groups())
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        month, of_month, year = found.groups()
        return f"{year}-{int(month):02}-{int(of_month):02}"
    return text or None
