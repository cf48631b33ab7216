"""The same networks in PyTorch, with the same numbers in them, for the benches to compare with."""

import math

import numpy as np
import torch
from torch.nn.functional import cross_entropy, linear

from rnnplay.nn.functions import one_hot

# The classes of PyTorch that compute what a cell here does, and the order in which they stack its gates.
CLASSES = {"rnn": ("RNN", "h"), "lstm": ("LSTM", "ifgo"), "gru": ("GRU", "rzn")}
VERSION = torch.__version__


def one_thread():
    """From now on PyTorch computes in one thread."""
    torch.set_num_threads(1)


def layers(model, flat, recurrent):
    """PyTorch's recurrent layer or cell -> the same, a read-out, the parameters of both: with the numbers of
    `flat` (n,) in them.
    """
    read_out = torch.nn.Linear(model.hidden, model.outputs, dtype=torch.from_numpy(flat[:0]).dtype)
    parameters = [*recurrent.parameters(), *read_out.parameters()]
    with torch.no_grad():
        for parameter, values in zip(parameters, stacked(model, flat), strict=True):
            parameter.copy_(torch.from_numpy(values))
    return recurrent, read_out, parameters


def network(model, flat, x, targets):
    """-> (a function that computes the mean loss, its parameters), with the numbers of `flat` (n,)."""
    kind, dtype = getattr(torch.nn, CLASSES[model.cell][0]), torch.from_numpy(flat[:0]).dtype
    recurrent, read_out, parameters = layers(model, flat, kind(model.inputs, model.hidden, dtype=dtype))
    vectors = torch.from_numpy(one_hot(x, model.inputs, model.dtype))
    wanted = torch.from_numpy(targets).reshape(-1)

    def loss():
        scores = read_out(recurrent(vectors)[0])
        return cross_entropy(scores.reshape(-1, model.outputs), wanted)

    return loss, parameters


def training(model, flat, x, targets, fused=False):
    """A function that makes the next update, with PyTorch's own Adam: as it comes, or all in one."""
    loss, parameters = network(model, flat, x, targets)
    adam = torch.optim.Adam(parameters, lr=1e-3, fused=fused or None)

    def update():
        adam.zero_grad()
        loss().backward()
        adam.step()

    return update


def gradient(model, flat, x, targets):
    """The gradient that autograd finds (n,), in the order of our parameters."""
    loss, parameters = network(model, flat, x, targets)
    loss().backward()
    # A vector that holds its own positions, sent the way the parameters went, tells where each came from;
    # PyTorch has a second bias for every gate, and we have not.
    positions = np.arange(len(flat), dtype=np.float64)
    places, ours = (stacked(model, values) for values in (positions, np.ones_like(positions)))
    found = np.zeros_like(flat)
    for parameter, place, has in zip(parameters, places, ours, strict=True):
        found[place[has > 0].astype(int)] = parameter.grad.numpy()[has > 0]
    return found


def stacked(model, flat):
    """Our parameters -> those of PyTorch, gates stacked: of each layer input, state and two biases, then
    those of the read-out.
    """
    p, gates, found = model.params(flat), CLASSES[model.cell][1], []
    for part in [p] if model.layers == 1 else model.recurrent.parts(p):
        found += [np.concatenate([part[f"W_{kind}{gate}"] for gate in gates]) for kind in "xh"]
        found.append(np.concatenate([part[f"b_{gate}"] for gate in gates]))
        found.append(np.zeros_like(found[-1]))
        if "b_hn" in part.names:
            found[-1][-len(part.b_hn) :] = part.b_hn
    return [*found, p.W_hy, p.b_y]


def writer(model, flat, temperature):
    """write(count) -> symbols drawn one by one with a cell of PyTorch, as it is usually done."""
    kind = getattr(torch.nn, f"{CLASSES[model.cell][0]}Cell")
    cell, read_out, _ = layers(model, flat, kind(model.inputs, model.hidden))
    vectors = torch.eye(model.inputs)

    @torch.inference_mode()
    def write(count):
        symbol, state, said = torch.zeros(1, dtype=torch.long), None, []
        for _ in range(count):
            state = cell(vectors[symbol], state)
            scores = read_out(state[0] if isinstance(state, tuple) else state)
            symbol = torch.multinomial(torch.softmax(scores / temperature, -1), 1)[0]
            said.append(symbol.item())
        return said

    return write


def lean_writer(model, flat, temperature):
    """The same in as few steps as PyTorch allows: no modules, and the temperature in the weights."""
    kind, H = CLASSES[model.cell][0], model.hidden
    step = {"RNN": torch.rnn_tanh_cell, "LSTM": torch.lstm_cell, "GRU": torch.gru_cell}[kind]
    *weights, W, b = map(torch.from_numpy, map(np.ascontiguousarray, stacked(model, flat)))
    W, b, vectors, is_lstm = (
        W / temperature,
        b / temperature,
        torch.eye(model.inputs).split(1),
        kind == "LSTM",
    )

    @torch.inference_mode()
    def write(count):
        symbol, state, said = 0, torch.zeros(1, H), []
        state = (state, state) if is_lstm else state
        for _ in range(count):
            state = step(vectors[symbol], state, *weights)
            scores = linear(state[0] if is_lstm else state, W, b)
            symbol = torch.multinomial(torch.softmax(scores, -1), 1).item()
            said.append(symbol)
        return said

    return write


class Learner:
    """The training of a language model (TextRun) in PyTorch: the same start, chunks, rates and clipping.

    With its fused Adam, the faster one; and of its two biases for every gate it trains both, as it comes.
    """

    def __init__(self, run, flat):
        """run: the TextRun; flat (n,): the parameters to start with."""
        model, self.run, self.state = run.model, run, None
        kind = getattr(torch.nn, CLASSES[model.cell][0])
        recurrent = kind(model.inputs, model.hidden, model.layers, dropout=model.dropout)
        self.recurrent, self.read_out, self.parameters = layers(model, flat, recurrent)
        self.vectors = torch.eye(model.inputs)
        self.adam = torch.optim.Adam(self.parameters, fused=True)

    def update(self, t):
        """Update t, from 1 on."""
        x, targets, fresh = self.run.chunk(t)
        self.adam.param_groups[0]["lr"] = self.run.rate(t)
        loss, state = self._loss(x, targets, None if fresh else self.state)
        self.adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, self.run.setup.clip)
        self.adam.step()
        self.state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()

    @torch.inference_mode()
    def valid(self, ids):
        """Bits per character of ids (length + 1, rows), read from top to bottom."""
        return self._loss(ids[:-1], ids[1:], None)[0].item() / math.log(2)

    def _loss(self, x, targets, state):
        h, state = self.recurrent(self.vectors[torch.from_numpy(x.astype(np.int64))], state)
        wanted = torch.from_numpy(targets.astype(np.int64)).reshape(-1)
        return cross_entropy(self.read_out(h).flatten(0, 1), wanted), state
