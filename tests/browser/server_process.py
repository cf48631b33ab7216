"""Processor time and memory of a server and its worker processes, read from /proc (Linux only)."""

import os
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class ServerProcess:
    """The server's process, by its id, and all processes that it started."""

    def __init__(self, pid):
        self.pid = pid
        self.begin()

    def processes(self):
        """The ids of the processes, the server's first."""
        found, more = [], [self.pid]
        while more:
            found.append(pid := more.pop())
            for task in Path(f"/proc/{pid}/task").iterdir():
                more += map(int, (task / "children").read_text().split())
        return found

    def cpu(self):
        """Processor seconds so far: of the server, and of all others, also of those that have ended."""
        stats = (Path(f"/proc/{pid}/stat").read_text() for pid in self.processes())
        server, *others = (sum(map(int, stat.rpartition(")")[2].split()[11:15])) / TICK for stat in stats)
        return server, sum(others)

    def begin(self):
        """Start the measurement of busy()."""
        self._began, self._cpu, self._this_program = time.perf_counter(), self.cpu(), time.process_time()

    def busy(self):
        """Processor seconds a second since begin(): of the server, of its workers, of this program."""
        length = time.perf_counter() - self._began
        spent = [after - before for after, before in zip(self.cpu(), self._cpu, strict=True)]
        return [seconds / length for seconds in (*spent, time.process_time() - self._this_program)]

    def memory(self):
        """MB in memory: of the server, of its workers."""
        sizes = [
            int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6 for pid in self.processes()
        ]
        return sizes[0], sum(sizes[1:])


def machine_load():
    """A text with the number of busy cores of this machine."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} cores busy"
