"""Contacts that nobody is: people, written down up to four times, with slips; some of them live together."""

from __future__ import annotations

import random

GIVEN = (
    "Anna Omar Lukas Maria Wei Fatima John Sofia Ivan Aisha Pedro Emma Yusuf Clara Noah Leila Hugo Mei Karim Julia Oscar Nadia Felix "
    "Ines Amir Greta Paul Zoe Tomas Rosa Emil Hana Leo Marta Adam Olga Jonas Petra Samir Elena"
).split()
FAMILY = (
    "Walker Haddad Müller García Chen Rossi Smith Novak Ivanova Khan Silva Dubois Becker Jones Sato Kowalski Hansen Costa Popov Ali "
    "Moreau Fischer Brown Lopez Wang Nielsen Santos Horvat Weber Ahmed Martin Schmidt Bianchi Olsen Petrov Rahman Laurent Keller Taylor "
    "Ortiz Berg Meyer Lindqvist Farouk Castro Vogel Carter Nakamura Dietrich Okafor"
).split()
CITIES = "London Berlin Madrid Paris Dubai Vienna Lisbon Warsaw Milan Oslo".split()


def contacts(count: int, seed: int = 7) -> list[dict[str, str | None]]:
    """So many contacts, in no order. Ids tell who is whom: `17-2` is the third one of person 17."""
    chance = random.Random(seed)
    made: list[dict[str, str | None]] = []
    household: dict[str, str] = {}
    person = 0
    while len(made) < count:
        truth = someone(chance, person)
        if household and chance.random() < 0.15:
            truth |= {name: household[name] for name in ("family", "city")}
            truth |= {"phone": household["phone"]} if chance.random() < 0.3 else {}
        household = truth
        copies = chance.choice((1, 1, 1, 1, 2, 2, 3, 4))
        made += [written_down(chance, truth, f"{person}-{copy}") for copy in range(copies)]
        person += 1
    chance.shuffle(made)
    return made[:count]


def someone(chance: random.Random, person: int) -> dict[str, str]:
    given, family = chance.choice(GIVEN), chance.choice(FAMILY) + chance.choice(("", "", "son", "ova", "mann", "ez", "ini", "sen"))
    day = f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    phone = f"+4474{chance.randint(0, 99_999_999):08}"
    email = f"{given}.{family}{chance.randint(1, 99)}@example.com".lower()
    return {"given": given, "family": family, "birthday": day, "phone": phone, "email": email, "city": chance.choice(CITIES)}


def written_down(chance: random.Random, truth: dict[str, str], id: str) -> dict[str, str | None]:
    given, family = slipped(chance, truth["given"]), slipped(chance, truth["family"])
    name = chance.choice((f"{given} {family}", f"{given} {family}", f"{family}, {given}", f"{given[0]}. {family}"))
    year, month, day = truth["birthday"].split("-")
    birthday = chance.choice((truth["birthday"], f"{day}.{month}.{year}"))
    phone = chance.choice((truth["phone"], "0" + truth["phone"][3:]))
    record = {"id": id, "name": name, "birthday": birthday, "phone": phone, "email": slipped(chance, truth["email"]), "city": truth["city"]}
    return {key: None if key not in ("id", "name") and chance.random() < 0.2 else value for key, value in record.items()}


def slipped(chance: random.Random, word: str) -> str:
    """The word, or in one of ten cases with two letters swapped."""
    if len(word) < 4 or chance.random() > 0.1:
        return word
    at = chance.randint(1, len(word) - 3)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
