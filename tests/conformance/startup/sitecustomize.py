"""Puts the test-only cells in the table of cells, in every Python process that finds this folder.

Python imports a module of this name at its start. So the server and its worker processes know the cells.
"""

from rnnplay.nn.cells import CELLS
from tests.conformance.unusual_cells import UNUSUAL

CELLS |= UNUSUAL
