"""Listings: every name that a command or a sweep file can use, found by a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.table import Table
from rich.text import Text

from tenfold.agents.decision import LEVERS
from tenfold.agents.policies import REGISTRY
from tenfold.agents.ruling import REGULATOR_POLICIES
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import list_questions, load_question
from tenfold.scenarios.schema import RegulatorSpec
from tenfold.sim.report.tables import plain_table


def _has(word: str, *texts: str) -> bool:
    return any(word.casefold() in text.casefold() for text in texts)


def scenario_table(word: str = "") -> Table:
    """The catalogue."""
    table = plain_table("Scenarios", caption="Or give the path of a .toml file of your own.")
    for name in ("Name", "Labs", "Months", "What it teaches"):
        table.add_column(name, justify="right" if name in ("Labs", "Months") else "left")
    for name in list_scenarios():
        each = load_scenario(name)
        if not _has(word, name, each.title, each.teaches, each.tension):
            continue
        about = Text(each.title, style="bold").append(f"\n{each.teaches}", style="not bold")
        table.add_row(Text(name), str(len(each.labs)), str(each.months), about)
    return table


def parameter_table(word: str = "") -> Table:
    """The constants of the model whose name, symbol or meaning contains the text."""
    table = plain_table(
        "Parameters", caption="Set one with --set name=value; range: what sweeps explore."
    )
    for name in ("Name", "Symbol", "Value", "Range", "Unit", "Meaning", "Known"):
        table.add_column(name, justify="right" if name in ("Value", "Range") else "left")
    section = None
    known = load_parameters()
    for each in (known[name] for name in known):
        if not _has(word, each.name, each.section, each.symbol, each.meaning):
            continue
        if each.section != section and section is not None:
            table.add_section()
        section = each.section
        span = f"{each.low:g} to {each.high:g}"
        cells: Iterable[str] = (
            f"{each.section}.{each.name}", each.symbol, f"{each.value:g}", span,
            each.unit, each.meaning, each.status,
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    return table


def outcome_table(word: str = "") -> Table:
    """What a sweep can keep of a race: measures, figures of labs and groups, of the market."""
    # Imported here: measures load the engine, and other listings answer at once.
    from tenfold.sim.measures import BEHIND, MEASURES
    from tenfold.sim.sweep.outcomes import TIMES
    from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED

    times = "; ".join(f".{time} {meaning}" for time, meaning in TIMES.items())
    table = plain_table(
        "Outcomes",
        caption=f"Add a time: {times}. WHO is a lab, or all, rich, poor, us, china, other,"
        " frontier, chinese, open: such as china.token_share.end",
    )
    for heading in ("Name", "Unit", "Meaning"):
        table.add_column(heading)
    rows = [(each.name, each.unit, each.meaning) for each in MEASURES.values()]
    rows.append((f"WHO.{BEHIND}", "months", "since the best model on sale was as capable"))
    rows += [(f"WHO.{each.name}", each.unit, each.meaning) for each in LAB_RECORDED]
    rows += [(f"market.{each.name}", each.unit, each.meaning) for each in MARKET_RECORDED]
    for row in rows:
        if _has(word, *row):
            table.add_row(*(Text(cell) for cell in row))
    return table


def lever_table(word: str = "") -> Table:
    """What a lab decides, and a sweep file may hold: WHO.LEVER = value."""
    table = plain_table("Levers", caption='In a sweep file: "poor.distil" = 1.0')
    for heading in ("Name", "Range", "Usual", "Unit", "What it does", "What it costs"):
        table.add_column(heading, justify="right" if heading == "Usual" else "left")
    for lever in LEVERS:
        if not _has(word, lever.name, lever.label, lever.help, lever.cost):
            continue
        span = f"{lever.low:g} to {lever.high:g}"
        if lever.choices:
            span += f" ({', '.join(lever.choices)})"
        cells = (lever.name, span, f"{lever.default:g}", lever.unit, lever.help, lever.cost)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def policy_table(word: str = "") -> Table:
    """Rules that decide for labs, and for the regulator."""
    table = plain_table("Policies", caption='In a sweep file: "poor.policy" = "distiller"')
    for heading in ("Name", "Decides for", "What it does"):
        table.add_column(heading)
    rows = [(name, "labs", policy.about) for name, policy in sorted(REGISTRY.items())]
    for name, rule in REGULATOR_POLICIES.items():
        rows.append((name, "the regulator", (rule.__doc__ or "").splitlines()[0]))
    for row in rows:
        if _has(word, *row):
            table.add_row(*(Text(cell) for cell in row))
    return table


def lab_table(word: str = "") -> Table:
    """Labs of every race of the catalogue, and the groups that they belong to."""
    table = plain_table(
        "Labs", caption="In a sweep file, WHO is a lab's name, or its side, home or kind, or all."
    )
    for heading in ("Scenario", "Lab", "Kind", "Home", "Side", "Decided by", "About"):
        table.add_column(heading)
    for name in list_scenarios():
        for lab in load_scenario(name).labs:
            row = (name, lab.name, lab.kind, lab.home, lab.side, lab.policy, lab.about)
            if _has(word, *row):
                table.add_row(*(Text(cell) for cell in row))
    return table


def choice_table(word: str = "") -> Table:
    """Keys of the arms and the cross factors of a sweep file, and of run --choice."""
    from tenfold.sim.sweep.choices import SCALED

    table = plain_table("Choices", caption='WHO: run.py list labs. Example: "poor.distil" = 1.0')
    for heading in ("Key", "Value", "Meaning"):
        table.add_column(heading)
    rows = [
        ("compute_ratio", "above 0", "the poor side has so many times less chips and money"),
        ("seat", "a lab", 'whom "seat.LEVER" and "seat.policy" mean'),
        ("WHO.policy", "a policy", "who decides: run.py list policies"),
        ("WHO.LEVER", "a setting", "held whatever the policy says: run.py list levers"),
        *((f"WHO.{name}", "a factor", "of the starting figure") for name in SCALED),
        *(
            (f"regulator.{name}", field.json_schema_extra["unit"], field.description or "")
            for name, field in RegulatorSpec.model_fields.items()
            if isinstance(field.json_schema_extra, dict)
        ),
        ("world.PARAMETER", "a number", "a constant of the world: run.py list parameters"),
    ]
    for row in rows:
        if _has(word, *map(str, row)):
            table.add_row(*(Text(str(cell)) for cell in row))
    return table


def sweep_table(word: str = "") -> Table:
    """Questions that come with the project."""
    table = plain_table("Sweeps", caption="Try one: run.py sweep NAME --quick --out results/NAME")
    for heading in ("Name", "Question"):
        table.add_column(heading)
    for name in list_questions():
        question = load_question(name)
        if _has(word, name, question.question):
            table.add_row(Text(name), Text(question.question))
    return table


LISTINGS: dict[str, Callable[[str], Table]] = {
    "outcomes": outcome_table,
    "choices": choice_table,
    "levers": lever_table,
    "labs": lab_table,
    "parameters": parameter_table,
    "scenarios": scenario_table,
    "policies": policy_table,
    "sweeps": sweep_table,
}
"""What can be listed: kind of name to the table of those that contain a word."""
