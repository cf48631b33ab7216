"""The same networks in PyTorch, with the same weights, for the benchmarks to compare with."""

import math

import numpy as np
import torch
from torch.nn.functional import cross_entropy, linear

from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import one_hot

VERSION = torch.__version__


def one_thread():
    """From now on PyTorch computes in one thread."""
    torch.set_num_threads(1)


def layers(model, flat, recurrent):
    """A recurrent layer or cell of PyTorch -> (it, a read-out, the parameters of both).

    flat: (n,), the parameters of our model, which are copied into both.
    """
    read_out = torch.nn.Linear(model.hidden, model.outputs, dtype=torch.from_numpy(flat[:0]).dtype)
    parameters = [*recurrent.parameters(), *read_out.parameters()]
    with torch.no_grad():
        for parameter, values in zip(parameters, stacked(model, flat), strict=True):
            parameter.copy_(torch.from_numpy(values))
    return recurrent, read_out, parameters


def network(model, flat, x, targets):
    """-> (a function that computes the mean loss, its parameters), with the values of flat (n,)."""
    kind, dtype = getattr(torch.nn, CELLS[model.cell].torch_layer.name), torch.from_numpy(flat[:0]).dtype
    recurrent, read_out, parameters = layers(model, flat, kind(model.inputs, model.hidden, dtype=dtype))
    vectors = torch.from_numpy(one_hot(x, model.inputs, model.dtype))
    wanted = torch.from_numpy(targets).reshape(-1)

    def loss():
        scores = read_out(recurrent(vectors)[0])
        return cross_entropy(scores.reshape(-1, model.outputs), wanted)

    return loss, parameters


def training(model, flat, x, targets, fused=False):
    """A function that makes the next update, with PyTorch's default Adam or its fused one."""
    loss, parameters = network(model, flat, x, targets)
    adam = torch.optim.Adam(parameters, lr=1e-3, fused=fused or None)

    def update():
        adam.zero_grad()
        loss().backward()
        adam.step()

    return update


def gradient(model, flat, x, targets):
    """The gradient by autograd (n,), in the order of our parameters."""
    loss, parameters = network(model, flat, x, targets)
    loss().backward()
    # The positions 0 to n - 1, stacked like the parameters, show the origin of each parameter. PyTorch
    # has a second bias for every gate, which our model does not have.
    positions = np.arange(len(flat), dtype=np.float64)
    places, ours = (stacked(model, values) for values in (positions, np.ones_like(positions)))
    found = np.zeros_like(flat)
    for parameter, place, has in zip(parameters, places, ours, strict=True):
        found[place[has > 0].astype(int)] = parameter.grad.numpy()[has > 0]
    return found


def stacked(model, flat):
    """Our parameters (n,) -> list of PyTorch's: W_x, W_h, two biases a layer, then the read-out's."""
    p, gates, found = model.params(flat), CELLS[model.cell].torch_layer.gates, []
    for part in [p] if model.layers == 1 else model.recurrent.parts(p):
        found += [np.concatenate([part[f"W_{kind}{gate}"] for gate in gates]) for kind in "xh"]
        found.append(np.concatenate([part[f"b_{gate}"] for gate in gates]))
        found.append(np.zeros_like(found[-1]))
        if "b_hn" in part.names:
            found[-1][-len(part.b_hn) :] = part.b_hn
    return [*found, p.W_hy, p.b_y]


def sampler(model, flat, temperature):
    """sample(count) -> list of symbols, drawn one by one with a cell of PyTorch in the usual way."""
    kind = getattr(torch.nn, f"{CELLS[model.cell].torch_layer.name}Cell")
    cell, read_out, _ = layers(model, flat, kind(model.inputs, model.hidden))
    vectors = torch.eye(model.inputs)

    @torch.inference_mode()
    def sample(count):
        symbol, state, drawn = torch.zeros(1, dtype=torch.long), None, []
        for _ in range(count):
            state = cell(vectors[symbol], state)
            scores = read_out(state[0] if isinstance(state, tuple) else state)
            symbol = torch.multinomial(torch.softmax(scores / temperature, -1), 1)[0]
            drawn.append(symbol.item())
        return drawn

    return sample


def lean_sampler(model, flat, temperature):
    """As sampler, in as few calls as PyTorch allows: no modules, and the temperature in the weights."""
    kind, H = CELLS[model.cell].torch_layer.name, model.hidden
    step = {"RNN": torch.rnn_tanh_cell, "LSTM": torch.lstm_cell, "GRU": torch.gru_cell}[kind]
    *weights, W, b = map(torch.from_numpy, map(np.ascontiguousarray, stacked(model, flat)))
    W, b = W / temperature, b / temperature
    vectors, is_lstm = torch.eye(model.inputs).split(1), kind == "LSTM"

    @torch.inference_mode()
    def sample(count):
        symbol, state, drawn = 0, torch.zeros(1, H), []
        state = (state, state) if is_lstm else state
        for _ in range(count):
            state = step(vectors[symbol], state, *weights)
            scores = linear(state[0] if is_lstm else state, W, b)
            symbol = torch.multinomial(torch.softmax(scores, -1), 1).item()
            drawn.append(symbol)
        return drawn

    return sample


class Learner:
    """The training of a language model (TextRun) in PyTorch: the same start, batches, rates and clipping.

    It uses PyTorch's fused Adam, which is faster, and trains both of PyTorch's biases for every gate.
    """

    def __init__(self, run, flat):
        """run: the TextRun; flat (n,): the parameters to start with."""
        model, self.run, self.state = run.model, run, None
        kind = getattr(torch.nn, CELLS[model.cell].torch_layer.name)
        recurrent = kind(model.inputs, model.hidden, model.layers, dropout=model.dropout)
        self.recurrent, self.read_out, self.parameters = layers(model, flat, recurrent)
        self.vectors = torch.eye(model.inputs)
        self.adam = torch.optim.Adam(self.parameters, fused=True)

    def update(self, t):
        """Make update t, from 1 on."""
        x, targets, fresh = self.run.batch(t)
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
