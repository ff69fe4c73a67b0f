"""Drawings of the procedures, written from the files that are served."""

from __future__ import annotations

from collections.abc import Iterable

from shared.casework.procedure import VOID, ClockOperation, Command, Procedure


def state_diagram(procedure: Procedure) -> str:
    """Return a Mermaid state diagram of the procedure, labels in Chinese and English."""
    lines = ["stateDiagram-v2"]
    # That a case was entered by mistake is no way of the procedure.
    states = [each for each in procedure.states.values() if each.phase != VOID]
    lines += [f"    {state.name}: {state.label.zh} {state.label.en}" for state in states]
    lines += [
        f"    {source} --> {target}: {names}"
        for source, target, names in _arrows(procedure.commands.values())
        if procedure.states[target].phase != VOID
    ]
    lines.extend(f"    {state.name} --> [*]" for state in states if state.phase == "closed")
    return "\n".join(lines)


def procedure_page(procedure: Procedure) -> str:
    """Return the Markdown page of a procedure: drawing, commands with roles, articles, clocks."""
    title = f"{procedure.label.zh} {procedure.label.en}"
    lines = [f"# {title}", "", "```mermaid", state_diagram(procedure), "```", ""]
    lines += ["| command | from | to | roles | articles | clocks |", "|---|---|---|---|---|---|"]
    lines += [_row(command) for command in procedure.commands.values()]
    if procedure.expiry:
        lines += ["", "What the passing of a due date does:", ""]
        for rule, effect in procedure.expiry.items():
            done = effect.command or ("the right lapses" if effect.ends else "a warning")
            lines.append(f"- {rule}: {done}")
    return "\n".join(lines) + "\n"


def _arrows(commands: Iterable[Command]) -> list[tuple[str, str, str]]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for command in commands:
        for target in command.targets:
            sources = [*sorted(command.from_states), *(["[*]"] if command.creates else [])]
            for source in sources:
                arrows.setdefault((source, target.state), []).append(command.name)
    return [(source, target, ", ".join(names)) for (source, target), names in arrows.items()]


def _states(command: Command) -> str:
    done = ", ".join(sorted(command.from_states)) or "–"
    told = sorted(command.told_later - command.from_states)
    return f"{done}; told later: {', '.join(told)}" if told else done


def _row(command: Command) -> str:
    cells = (
        f"`{command.name}` {command.label.zh}",
        _states(command),
        ", ".join(target.state for target in command.targets) or "–",
        ", ".join(sorted(command.roles)),
        "；".join(command.articles),
        "; ".join(map(_step, command.clocks)),
    )
    return f"| {' | '.join(cells)} |"


def _step(operation: ClockOperation) -> str:
    spared = f" except {', '.join(sorted(operation.spared))}" if operation.spared else ""
    return f"{operation.verb} {', '.join(operation.rules)}{spared}"
