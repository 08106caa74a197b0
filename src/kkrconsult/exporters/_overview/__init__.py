"""The parts of the overview page: what stands in it (modules) and how it looks and works (files beside them)."""
