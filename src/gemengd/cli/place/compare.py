# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place compare`: the same families and draws under several sets of rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import NOT_FOUND, REFUSED, stop
from gemengd.cli.place.group import app
from gemengd.cli.place.words import Language, LanguageOption, RoundArgument, print_table, refuse_taken

if TYPE_CHECKING:
    import polars as pl

    from gemengd.placement.compare import Asked, Comparison
    from gemengd.placement.rules import Round, Rules


@app.command("compare", epilog="Example: gemengd place compare round --rules round/rules.yaml den_haag_po")
def compare(
    folder: RoundArgument,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="[RULES]...", help="More rules, as with --rules.")
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option(
            help="File with rules, or name of a scheme of the library; the present rules first. With one "
            "only, the round's own rules.yaml comes first."
        ),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of the lottery.", min=1)] = 20,
    seed: Annotated[int, typer.Option(help="Seed of the draws; never those of a real lottery.", min=0)] = 1,
    group: Annotated[
        str | None,
        typer.Option(
            help="Flag of applicants: results for this group and the others, and how mixed schools become.",
            show_default="target_group, where there is one",
        ),
    ] = None,
    language: LanguageOption = Language.nl,
    out: Annotated[
        Path | None, typer.Option(help="Folder to make, with tables (CSV), chart (SVG), page and JSON.")
    ] = None,
) -> None:
    """Compare rules before adopting them: who gets what, who gains, who loses, how mixed schools become."""
    from gemengd.placement import compare as library
    from gemengd.rounds.folder import RoundFolder

    RoundFolder(folder).require()
    if out is not None:
        refuse_taken(out)
    rounds = _rounds(folder, [*(rules or []), *(more or [])])
    first = next(iter(rounds.values()))
    groups, focal = _groups(first, group, library.other_group(language.value))
    sets = [library.rule_set_of_round(name, one) for name, one in rounds.items()]
    try:
        with progress_bar() as progress:
            found = library.compare(
                sets,
                draws=draws,
                seed=seed,
                groups=groups,
                focal=focal,
                distances=_distances(first),
                schools=_schools(first),
                progress=progress,
            )
    except ValueError as problem:
        stop(str(problem), REFUSED)
    asked = _asked(rounds, draws, focal)
    _say(found, asked, language.value)
    if out is not None:
        _write(found, asked, rounds, seed, language.value, out)
        print(f"\nWritten to {out}. Open {(out / 'comparison.html').resolve().as_uri()}")


def _rounds(folder: Path, given: Sequence[str]) -> dict[str, Round]:
    """The round under each set of rules, by name."""
    from gemengd.placement.rules import read_round

    if not given:
        stop("Give rules to compare with: --rules FILE, or a name from `gemengd place schemes`.", 2)
    sources = list(given) if len(given) > 1 else [str(folder / "rules.yaml"), *given]
    try:
        rules = [_rules(one) for one in sources]
        return {
            name: read_round(folder, one) for name, one in zip(_names(sources, rules), rules, strict=True)
        }
    except ValueError as problem:
        stop(str(problem), REFUSED)


def _names(sources: Sequence[str], rules: Sequence[Rules]) -> Sequence[str]:
    """Short names that differ: of the file or, where that says nothing, of the scheme."""
    stems = [Path(one).stem for one in sources]
    names = [rule.name if stem == "rules" else stem for stem, rule in zip(stems, rules, strict=True)]
    if len(set(names)) == len(names):
        return names
    if len(set(sources)) < len(sources):
        stop(f"{', '.join(sources)}: the same rules twice; give each once.", REFUSED)
    return sources


def _rules(given: str) -> Rules:
    from gemengd.placement.rules import read_rules, scheme, scheme_names

    if Path(given).is_file():
        return read_rules(Path(given))
    if given not in scheme_names():
        mend = "`gemengd place schemes` lists the schemes"
        stop(f"There is no file {given}, nor a scheme of that name; {mend}.", NOT_FOUND)
    return scheme(given)


def _groups(round_: Round, column: str | None, others: str) -> tuple[pl.DataFrame | None, str | None]:
    import polars as pl

    people = round_.applicants
    name = column or ("target_group" if "target_group" in people.columns else None)
    if name is None:
        return None, None
    flags = [one for one, dtype in people.schema.items() if dtype == pl.Boolean]
    if name not in flags:
        stop(f"applicants has no flag '{name}'; its flags are {', '.join(flags) or 'none'}.", REFUSED)
    value = pl.when(pl.col(name).fill_null(value=False)).then(pl.lit(name)).otherwise(pl.lit(others))
    if people[name].fill_null(value=False).n_unique() < 2:
        stop(
            f"All applicants have the same value of '{name}'; expected some with yes and some with no.",
            REFUSED,
        )
    return people.select("applicant", group=value), name


def _distances(round_: Round) -> pl.DataFrame | None:
    known = round_.claims.select("applicant", "programme", "distance").drop_nulls()
    return known if known.height else None


def _schools(round_: Round) -> pl.DataFrame:
    import polars as pl

    return round_.programmes.select("programme", school=pl.coalesce("school", "programme"))


def _asked(rounds: dict[str, Round], draws: int, focal: str | None) -> Asked:
    from gemengd.placement.checks.theory import risks
    from gemengd.placement.compare import Asked

    models = {name: one.rules.model for name, one in rounds.items()}
    kinds = {name: model.numbers for name, model in models.items()}
    first = next(iter(kinds.values()))
    return Asked(
        children=next(iter(rounds.values())).applicants.height,
        draws=draws,
        focal=focal,
        risky=tuple(name for name, model in models.items() if risks(model)),
        unlike=tuple(name for name, kind in kinds.items() if kind != first),
    )


def _say(found: Comparison, asked: Asked, language: str) -> None:
    from gemengd.placement.compare import sentences, table

    parts = sentences(found, asked, language)
    print("\n".join(parts[0][1]))
    print_table(*table(found, language))
    for heading, said in parts[1:]:
        print("\n".join(["", heading, *(f"- {one}" for one in said)]))


def _write(
    found: Comparison, asked: Asked, rounds: dict[str, Round], seed: int, language: str, out: Path
) -> None:
    import json

    from gemengd.figures.picture import svg
    from gemengd.placement.compare import chart, chart_words, page, sentences, table
    from gemengd.tables.files import whole_folder

    parts = sentences(found, asked, language)
    picture = svg(chart(found, chart_words(language)), " ".join(parts[0][1]))
    tables = {"outcomes": found.outcomes, "segregation": found.segregation, "changes": found.changes}
    data: dict[str, Any] = {
        "draws": asked.draws,
        "seed": seed,
        "children": asked.children,
        "focal": asked.focal,
    }
    data |= {"rules": {name: one.rules.identity for name, one in rounds.items()}}
    with whole_folder(out, secret=False) as partial:
        for name, frame in tables.items():
            frame.write_csv(partial / f"{name}.csv")
            data[name] = frame.to_dicts()
        files = {
            "chart.svg": picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
            "comparison.html": page(parts, table(found, language), picture, language),
            "comparison.json": json.dumps(data, ensure_ascii=False, indent=1),
        }
        for name, text in files.items():
            (partial / name).write_text(text + "\n", encoding="utf-8")
