# SPDX-License-Identifier: EUPL-1.2
"""The sentences of a letter. Short ones: they are read by every parent, and translated (B1 in Dutch)."""

from __future__ import annotations

from collections.abc import Iterator

from gemengd.language.language import Language
from gemengd.placement.explain import facts
from gemengd.placement.explain.facts import Explanation, Refusal, Seat
from gemengd.placement.explain.letter import Letter, Section
from gemengd.placement.explain.speech import EXPLAIN
from gemengd.placement.explain.terms import INVERTED, Terms
from gemengd.placement.market.market import PER_FAMILY


def letter(known: Explanation, terms: Terms, code: str) -> Letter:
    """Put what is known about a child into words.

    Args:
        known: the child's outcome.
        terms: the words of the round.
        code: language code.

    Raises:
        ValueError: the language is not known.
    """
    lang = EXPLAIN.language(code)
    sections = [Section("", (*_before(known, terms, lang), *_outcome(known, lang)))]
    sections += [_refused(one, known, terms, lang) for one in known.refusals]
    if known.refusals:
        sections.append(Section(lang.say("What would have changed this?"), tuple(_order(known, lang))))
    sections.append(Section(lang.say("Do you disagree?"), tuple(_objection(terms, lang))))
    return Letter(code, lang.pick(terms.title, lang.say("The result of the placement")), tuple(sections))


def _before(known: Explanation, terms: Terms, lang: Language) -> Iterator[str]:
    if terms.drill:
        yield lang.say("This is an exercise. No place is given by this letter.")
    if known.applicant in terms.changed:
        yield lang.say(
            "After this placement something was decided about your child. Who decided it tells you what and "
            "why. This letter is about the placement before that."
        )


def _outcome(known: Explanation, lang: Language) -> Iterator[str]:
    if known.programme is None or known.rank is None:
        yield lang.say("Your child ({applicant}) has no place yet.", applicant=known.applicant)
    else:
        yield lang.say(
            "Your child ({applicant}) has a place at {programme}.",
            applicant=known.applicant,
            programme=known.programme,
        )
        yield lang.say("This is choice {rank} on your list.", rank=known.rank)
    if known.number is None or known.numbers is None:
        yield lang.say("Your child has a different lottery number for each school. Number 1 goes first.")
    else:
        whose = (
            "The lottery number of your family is {number}."
            if known.lottery == PER_FAMILY
            else "The lottery number of your child is {number}."
        )
        yield lang.say(whose, number=known.number)
        yield lang.say("There are {numbers} numbers. Number 1 goes first.", numbers=known.numbers)


def _refused(one: Refusal, known: Explanation, terms: Terms, lang: Language) -> Section:
    heading = lang.say("Why not {programme}? (choice {rank})", programme=one.programme, rank=one.rank)
    said = [lang.say("This school has {seats} seats in this round.", seats=one.seats)]
    for kind in one.kinds:
        if len(one.kinds) > 1:
            name = lang.pick(terms.seat_types.get(kind.seat_type, {}), kind.seat_type)
            said.append(lang.say("{seats} of them are “{kind}”.", seats=kind.seats, kind=name))
        said += _decided(kind, known, terms, lang)
    said += _number(one, lang)
    said += _reserve(one, terms, lang)
    return Section(heading, tuple(said))


def _decided(kind: Seat, known: Explanation, terms: Terms, lang: Language) -> Iterator[str]:
    if kind.decided == facts.CLOSED or kind.group is None:
        yield lang.say("The rules of this round do not let your child have these seats.")
        return
    if kind.decided == facts.NO_SEATS:
        yield lang.say("Nobody was placed in these seats.")
        return
    if terms.groups:
        yield lang.say("Your child is in the group “{group}”.", group=_group(kind.group, terms, lang))
    if known.number is None and kind.number is not None:
        yield lang.say("Your child has number {number} at this school.", number=kind.number)
    yield from _cut_off(kind, terms, lang)


def _cut_off(kind: Seat, terms: Terms, lang: Language) -> Iterator[str]:
    if kind.decided == facts.GROUP:
        yield lang.say("All these seats went to children in groups that go before yours.")
        if kind.last_group is not None:
            name = _group(kind.last_group, terms, lang)
            yield lang.say("The last child who got a seat was in the group “{group}”.", group=name)
    elif kind.decided == facts.ORDER and kind.last_place is not None and kind.place is not None:
        yield lang.say("These seats go in a fixed order, for example by distance.")
        yield lang.say(
            "The last child who got a seat was at place {last}. Your child was at place {own}.",
            last=kind.last_place,
            own=kind.place,
        )
    elif kind.decided == facts.LIST_RANK and kind.last_rank is not None:
        yield lang.say("Here the place on the list counts first.")
        yield lang.say("The last child who got a seat had this school as choice {last}.", last=kind.last_rank)
    elif kind.decided == facts.NUMBER and kind.last_number is not None and kind.number is not None:
        yield lang.say(
            "The last child who got a seat had number {last}. Your number is {own}.",
            last=kind.last_number,
            own=kind.number,
        )
    else:
        yield lang.say("In this round seats can be exchanged. So there is no last number to give.")
    if terms.audited and kind.decided in (facts.GROUP, facts.ORDER, facts.NUMBER, facts.LIST_RANK):
        yield lang.say("We checked: nobody who comes after your child by the rules got a seat here.")


def _group(number: int, terms: Terms, lang: Language) -> str:
    return lang.pick(terms.groups.get(number, {}), lang.say("group {number}", number=number + 1))


def _number(one: Refusal, lang: Language) -> Iterator[str]:
    if one.tested and one.enough is None:
        yield lang.say("No lottery number would have been enough here.")
    elif one.enough is not None:
        yield lang.say(
            "With number {number} or lower your child would have had a place here, or at a school higher on "
            "your list.",
            number=one.enough,
        )


def _reserve(one: Refusal, terms: Terms, lang: Language) -> Iterator[str]:
    if one.position is None:
        return
    yield lang.say(
        "Your child is number {position} on the reserve list of this school.", position=one.position
    )
    if terms.reserve_list == INVERTED:
        yield lang.say("On this reserve list a high lottery number goes first.")


def _order(known: Explanation, lang: Language) -> Iterator[str]:
    if known.order_matters:
        yield lang.say("Under these rules the order of the list can make a difference.")
    else:
        yield lang.say("Another order of your list would not have given your child a place at these schools.")
    if any(one.position is not None for one in known.refusals):
        yield lang.say("A place can still become free. Then we go by the reserve list.")


def _objection(terms: Terms, lang: Language) -> Iterator[str]:
    default = lang.say(
        "You can object. The letter of the school board tells you how to do this, and until which day."
    )
    yield lang.pick(terms.objection, default)
    if terms.contact:
        yield lang.pick(terms.contact, "")
