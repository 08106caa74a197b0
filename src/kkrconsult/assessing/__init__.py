"""The sheet in which a secretariat assesses points, and back: written from a report, read into a book of remarks."""

from __future__ import annotations

from kkrconsult.assessing._files import read_assessments, write_assessments
from kkrconsult.assessing._writing import FORMATS

__all__ = ["FORMATS", "read_assessments", "write_assessments"]
