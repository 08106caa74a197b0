"""How many instructions the library takes for an answer, against those of the standard library for the same line.

What else the machine does changes no number of instructions, so a change that makes checking slower is seen in CI, and
without a clock.
"""

from tools.instructions._judge import LIMIT, Count, Verdict, judge

__all__ = ["LIMIT", "Count", "Verdict", "judge"]
