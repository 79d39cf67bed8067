"""The mechanisms behind the news, a few plain sentences each: what 'why?' opens."""

from __future__ import annotations

Card = dict[str, dict[str, str]]

REASONS: Card = {
    "research": {
        "title": "How ideas are found",
        "text": "Experiments look for ideas. Each one found leaves a harder one, so ten times the "
        "chips find far less than ten times as much. An idea counts in runs that begin after it.",
    },
    "copying": {
        "title": "How ideas spread",
        "text": "A model on sale shows that an idea works, and others rebuild it with much less "
        "search; faster still where the weights are open, slower where the model is guarded. "
        "Who never looks for ideas copies badly.",
    },
    "training": {
        "title": "What makes a model",
        "text": "A run adds up the chips of its months and uses the ideas known on its first day. "
        "A run that is large against your experiments wastes part of it, and luck has a say.",
    },
    "distillation": {
        "title": "Training on a rival's answers",
        "text": "It closes part of the gap to a better model and never passes it. Asking much can "
        "be noticed: then customers trust you less, and closed labs refuse to serve you.",
    },
    "release": {
        "title": "Open or closed",
        "text": "Anyone may run an open model: users come, most of the revenue goes, and rivals "
        "see how it is made. A closed model earns, and shows less.",
    },
    "serving": {
        "title": "Serving customers",
        "text": "Chips for serving answer customers. Too few, and answers are slow, people leave "
        "and money is lost; too many wait for nothing.",
    },
    "demand": {
        "title": "What customers choose",
        "text": "They weigh how good, how cheap, how fast and how familiar a model is. They move "
        "slowly, and what is used much also brings better data.",
    },
    "finance": {
        "title": "Where money comes from",
        "text": "Revenue and backers pay for chips, people and data. Backers give more to who "
        "leads or grows. Empty coffers mean a rescue, a sale or the end.",
    },
    "talent": {
        "title": "Researchers move",
        "text": "Pay and standing draw people, and they carry what they know: ideas that were "
        "secret become easier to rebuild where they arrive.",
    },
    "chips": {
        "title": "Where chips come from",
        "text": "Supply grows, and orders beyond it wait. Under export control a lab imports what "
        "is allowed, then turns to domestic, rented or smuggled chips, each dearer or riskier.",
    },
    "government": {
        "title": "What governments do",
        "text": "Rules change what chips cross borders, how hard smuggling is pursued, what is "
        "paid to labs at home, and how good an open model may be.",
    },
}
"""Mechanism, as `tenfold.sim.game.telling.news.MECHANISMS` names it, to its title and sentences."""
