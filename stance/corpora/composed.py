"""Sentences put together from parts whose polarity is known.

"Dropped his opposition to the dam" is support, "fought the closure of the library" too: the label
is the product of signs that a small network does not learn from a few thousand examples, because in
most sentences the words for and against are what they seem. Here every part has a sign, and the
label is computed.
"""

import random
from dataclasses import dataclass

from stance.corpora.records import Record
from stance.lexicon import FEMALE_NAMES, MALE_NAMES

_LABELS = {1: "support", 0: "neutral", -1: "oppose"}

# Verbs in the past, and after "to".
_VERBS = {
    1: """praised/praise welcomed/welcome defended/defend backed/back applauded/applaud
    endorsed/endorse supported/support championed/champion""".split(),
    -1: """criticised/criticise condemned/condemn denounced/denounce rejected/reject
    attacked/attack opposed/oppose deplored/deplore mocked/mock""".split(),
    0: """discussed/discuss described/describe mentioned/mention explained/explain
    reviewed/review""".split(),
}
_PHRASES = {
    1: ["campaigned for", "spoke up for", "argued for", "made the case for", "came out for"],
    -1: ["campaigned against", "spoke out against", "argued against", "protested against"],
    0: ["wrote about", "asked about", "was asked about", "took notes on", "gave a lecture on"],
}
# Attitudes as nouns; "{t}" is the target.
_NOUNS = {
    1: ["support for {t}", "backing for {t}", "praise for {t}", "the campaign for {t}"],
    -1: ["opposition to {t}", "objections to {t}", "criticism of {t}", "the campaign against {t}"],
}
_KEEPING = ["repeated", "renewed", "stepped up", "stood by", "confirmed"]
_TURNING = ["withdrew", "dropped", "ended", "gave up", "abandoned", "renounced", "regretted"]
_WITHHOLDING = [
    "stopped short of voicing",
    "declined to voice",
    "denied reports of",
    "would neither confirm nor deny",
    "had no comment on reports of",
]
# What may become of a target.
_EVENTS = {
    "plan": {
        1: ["plans to extend {t}", "the decision to save {t}", "efforts to revive {t}"],
        -1: ["calls to scrap {t}", "attempts to block {t}", "plans to abolish {t}"],
    },
    "person": {
        1: ["the appointment of {t}", "the vote to keep {t}", "the award for {t}"],
        -1: ["the sacking of {t}", "the smears against {t}", "calls for {t} to resign"],
    },
}
_EVENTS_OF_ALL = {
    1: ["those who defend {t}", "the praise heaped on {t}"],
    -1: ["the attacks on {t}", "the petition against {t}", "those who want to stop {t}"],
}
_NEGATED = {
    1: [
        "saw no reason to {against} {t}",
        "found nothing to {against} in {t}",
        "refused to abandon {t}",
        "would not hear a word against {t}",
        "was not convinced by the case against {t}",
        "had never once doubted {t}",
    ],
    -1: [
        "saw no reason to {favour} {t}",
        "found nothing to {favour} in {t}",
        "had never been an admirer of {t}",
        "was not convinced by the case for {t}",
        "refused to {favour} {t}",
        "was no friend of {t}",
        "did anything but {favour} {t}",
    ],
    0: [
        "refused to {against} {t}",
        "did not {against} {t}",
        "neither {favoured} nor {opposed} {t}",
        "would not say whether to {favour} {t} or to {against} it",
        "had yet to take a side on {t}",
    ],
}
_PEOPLE = {
    1: ["supporters of {t}", "defenders of {t}", "the friends of {t}"],
    -1: ["opponents of {t}", "critics of {t}", "the enemies of {t}"],
}
# What is done with those people: the sign says whether it takes their side.
_SIDES = {
    1: ["joined {p}", "sided with {p}", "told {p} that they were right", "cheered {p} on"],
    -1: [
        "told {p} that they were wrong",
        "turned away from {p}",
        "had no patience with {p}",
        "called on {p} to give up",
    ],
    0: ["met {p}", "listened to {p}", "took questions from {p}", "walked past {p}"],
}
_REPORTED = [
    "reported that {z} had {verb} {t}",
    "read out the letter in which {z} {verb} {t}",
    "quoted {z}, who {verb} {t}",
    "wrote that {z} {verb} {t}",
    "was in the room when {z} {verb} {t}",
]
_PLANS = """the harbour bridge/the toll road/the smoking ban/the wind farm/the carbon tax/the peace
accord/the school merger/the rent cap/the vaccine drive/the stadium plan/the ferry line/the night
buses/the dam/the pension reform/the trade deal/the ceasefire/the mine/the library/the hospital/the
voting law/the budget/the pipeline/the refugee centre/the new curriculum/the film festival/the
museum/the curfew/the merger/the referendum/the truce/the water levy/the police reform/the satellite
programme/the fishing quota/the strike/the housing bill/the nuclear plant/the theatre/the border
treaty/the tax on sugar""".replace("\n", " ").split("/")
_ROLES = """Senator/Mayor/Professor/Judge/Governor/Minister/Councillor/Ambassador/Bishop/Captain/
coach/novelist/economist/union leader/party chairman/police chief""".replace("\n", "").split("/")
_WHEN = """on Monday/in a radio interview/after the vote/at a rally/in a letter to the council/on
Friday evening/during the hearing/at the party conference/in parliament/before the match/last
week/in an interview with a local paper""".replace("\n", " ").split("/")
_TAILS = [
    "",
    "",
    "",
    ", a spokesman said",
    ", according to two people who were there",
    " and left without taking questions",
    ", and the meeting went on until midnight",
]
_FIRST = sorted(name.title() for name in MALE_NAMES | FEMALE_NAMES)
_LAST = """Achterberg Adeyemi Alvarado Bakker Brennan Calloway Dahl Eriksen Ferrante Galvin Hartmann
Iqbal Jankowski Keller Laurent Marchetti Moreau Novak Oduya Pereira Quinlan Rashid Sandoval Takeda
Ulloa Varga Whitcombe Xu Yamada Zielinski Achebe Bianchi Costa Dube Engel Fontaine Greer Horvat
Ibarra Kimura""".split()


@dataclass(frozen=True)
class _Act:
    """What somebody does: a verb phrase with "{t}", and what it says about the target."""

    words: str
    sign: int


def compose(count: int, seed: int = 0) -> list[Record]:
    """Return sentences with their labels.

    Args:
        count: how many.
        seed: of the parts drawn.
    """
    rng = random.Random(seed)
    return [_sentence(rng, f"composed-{number}") for number in range(count)]


def _sentence(rng: random.Random, name: str) -> Record:
    speaker, other, third, fourth = (
        f"{rng.choice(_FIRST)} {last}" for last in rng.sample(_LAST, 4)
    )
    personal = rng.random() < 0.4
    target = third if personal else rng.choice(_PLANS)
    act = _act(rng, "person" if personal else "plan", other)
    role = rng.choice(_ROLES) + " " if rng.random() < 0.3 else ""
    when = rng.choice(_WHEN)
    mention = speaker if rng.random() < 0.7 else speaker.split()[-1]
    before, after = act.words.split("{t}")
    tail = rng.choice(_TAILS)
    form = rng.random()
    if form < 0.55:
        lead, close = f"{role[:1].upper()}{role[1:]}", f" {when}{tail}."
    elif form < 0.8:
        lead, close = f"{when[0].upper()}{when[1:]}, {role}", f"{tail}."
    else:
        # Somebody else's opinion of something else stands beside it.
        second = _act(rng, "plan", fourth)
        thing = rng.choice([plan for plan in _PLANS if plan != target])
        words = second.words.format(t=thing)
        lead, close = f"{role[:1].upper()}{role[1:]}", f" {when}, while {other} {words}."
    text = f"{lead}{mention} {before}{target}{after}{close}"
    start = len(lead)
    at = start + len(mention) + 1 + len(before)
    return Record(
        id=name,
        corpus="composed",
        text=text,
        target=target,
        speaker=speaker,
        speaker_span=(start, start + len(mention)),
        target_span=(at, at + len(target)),
        stance=_LABELS[act.sign],
    )


def _act(rng: random.Random, kind: str, other: str) -> _Act:
    """Return an act towards a target of a kind; somebody else may be quoted in it."""

    def past(sign: int) -> str:
        return rng.choice(_VERBS[sign]).split("/")[0]

    def bare(sign: int) -> str:
        return rng.choice(_VERBS[sign]).split("/")[1]

    sign, outer = rng.choice((1, -1)), rng.choice((1, -1))
    way = rng.randrange(8)
    if way == 0:
        plain = rng.choice((1, -1, 0))
        verb = rng.choice([past(plain), rng.choice(_PHRASES[plain])])
        return _Act(verb + " {t}", plain)
    if way == 1:
        return _Act(f"{rng.choice(_KEEPING)} {rng.choice(_NOUNS[sign])}", sign)
    if way == 2:
        return _Act(f"{rng.choice(_TURNING)} {rng.choice(_NOUNS[sign])}", -sign)
    if way == 3 and rng.random() < 0.5:
        return _Act(f"{rng.choice(_WITHHOLDING)} {rng.choice(_NOUNS[sign])}", 0)
    if way in (3, 4):
        event = rng.choice(_EVENTS[kind][sign] + _EVENTS_OF_ALL[sign])
        verb = rng.choice([past(outer), rng.choice(_PHRASES[outer])])
        return _Act(f"{verb} {event}", outer * sign)
    if way == 5:
        result = rng.choice((1, -1, 0))
        words = rng.choice(_NEGATED[result]).format(
            t="{t}", favour=bare(1), against=bare(-1), favoured=past(1), opposed=past(-1)
        )
        return _Act(words, result)
    if way == 6:
        side = rng.choice((1, -1, 0))
        words = rng.choice(_SIDES[side]).format(p=rng.choice(_PEOPLE[sign]))
        return _Act(words, side * sign)
    return _Act(rng.choice(_REPORTED).format(z=other, verb=past(sign), t="{t}"), 0)
