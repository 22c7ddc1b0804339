"""The solver: OR-Tools CP-SAT, exact, on one thread and with a fixed seed."""

from __future__ import annotations

from ortools.sat.python import cp_model

from ltp_analysis.problems import LtpError

_MOST_WORK = 60.0
"""In the solver's own deterministic unit, about a second of work each."""


class UnsolvedError(LtpError):
    """Raised where the solver does not come to an answer within its limit of work."""


class Model(cp_model.CpModel):
    """A model without the library's older names, which take longer to add than to solve it."""

    def _add_pre_pep8_methods(self) -> None:
        pass

    def clone(self) -> Model:
        """Return a copy."""
        copied = Model()
        copied.proto.copy_from(self.proto)
        copied.rebuild_constant_map()
        return copied


def new_solver() -> cp_model.CpSolver:
    """Return a solver that gives the same answer each time, set up for small models."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = _MOST_WORK
    solver.parameters.linearization_level = 2  # sums over many blocks are proven far sooner
    # Preparing, cutting or tidying so small a model would take longer than solving it.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.presolve_substitution_level = 0
    solver.parameters.cut_level = 0
    solver.parameters.use_sat_inprocessing = False
    return solver


def has_solution(solver: cp_model.CpSolver, model: cp_model.CpModel) -> bool:
    """Solve a model, and say whether it has a solution; the solver then holds a best one.

    Args:
        solver: The solver.
        model: The model.

    Raises:
        UnsolvedError: If the solver does not come to an answer.
    """
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}:
        raise UnsolvedError(f"The solver came to no answer ({solver.status_name(status)}).")
    return bool(status == cp_model.OPTIMAL)


def best(model: cp_model.CpModel) -> cp_model.CpSolver:
    """Return the solver with a best solution of a model that has one.

    Args:
        model: A model with an objective.

    Raises:
        UnsolvedError: If the solver does not come to an answer, or there is no solution.
    """
    solver = new_solver()
    if not has_solution(solver, model):
        raise UnsolvedError("The solver found no solution where there is one.")
    return solver
