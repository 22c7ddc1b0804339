"""The solver, on problems whose answers are plain."""

from __future__ import annotations

import pytest

from ltp_analysis.solved.solver import Model, UnsolvedError, best, has_solution, new_solver


def test_a_best_solution_is_found() -> None:
    model = Model()
    apples, pears = model.new_int_var(0, 9, "apples"), model.new_int_var(0, 9, "pears")
    model.add(2 * apples + 3 * pears <= 12)
    model.maximize(3 * apples + 4 * pears)
    solver = best(model)
    assert (solver.value(apples), solver.value(pears)) == (6, 0)


def test_what_cannot_hold_has_no_solution() -> None:
    model = Model()
    model.add(model.new_int_var(0, 9, "few") >= 10)
    assert not has_solution(new_solver(), model)
    with pytest.raises(UnsolvedError, match="no solution"):
        best(model)


def test_a_copy_is_a_model_of_its_own() -> None:
    model = Model()
    number = model.new_int_var(0, 9, "number")
    copied = model.clone()
    copied.add(number == 4)
    copied.maximize(number)
    model.maximize(number)
    assert (best(copied).value(number), best(model).value(number)) == (4, 9)


def test_no_answer_within_the_limit_is_no_answer() -> None:
    # Nine pigeons in eight holes: plain to us, long to prove one by one.
    model = Model()
    holes = [[model.new_bool_var("") for _ in range(8)] for _ in range(9)]
    for pigeon in holes:
        model.add_bool_or(pigeon)
    for hole in zip(*holes, strict=True):
        for one in range(9):
            for other in range(one):
                model.add_bool_or([hole[one].negated(), hole[other].negated()])
    solver = new_solver()
    solver.parameters.max_deterministic_time = 1e-6
    with pytest.raises(UnsolvedError, match="came to no answer"):
        has_solution(solver, model)
