"""A kept model as a script of its own: what the network is, line by line, in NumPy or in PyTorch.

Both read the model's file and print how likely each character is to come next.
"""

import json
from string import Template

from rnnplay.nn.cells import CELLS

NAME = "model.rnnplay"

_TOP = '''"""How likely each character is to come next, says a model trained with rnnplay.

$title.
python SCRIPT.py "the beginning of a text" [MODEL FILE]        needs $packages
"""

import json
import sys

$imports

MODEL = $file
LAYERS = $suffixes  # what the names of each layer's weights end in


def read(path):
    """-> the characters that the model knows, and its weights by name."""
    with open(path, "rb") as file:
        file.readline()  # what kind of file this is, and its checksum
        about = json.loads(file.readline())
        W = {}
        for name, shape in about["arrays"]:
            rows, columns = shape[0], shape[1] if len(shape) > 1 else 1
            numbers = np.frombuffer(file.read(4 * rows * columns), "<f4")
            W[name] = numbers.reshape(shape).astype(np.float64)
    return about["vocab"], W


'''

_BOTTOM = """

if __name__ == "__main__":
    text = sys.argv[1] if len(sys.argv) > 1 else ""
    vocab, W = read(sys.argv[2] if len(sys.argv) > 2 else MODEL)
    strangers = set(text) - set(vocab)
    if not text or strangers:
        sys.exit(f"Give a beginning in characters that the model knows, without {sorted(strangers)}.")
    p = probabilities(W, [vocab.index(char) for char in text])
    for k in (-p).argsort(kind="stable"):
        print(f"{p[k]:.9f} {vocab[k]!r}")
"""

_NUMPY = '''def sigmoid(a):
    return 1 / (1 + np.exp(-a))


$step

def probabilities(W, symbols):
    """symbols: places in the vocabulary -> the probability of each character (V,) to come next."""
    V, H = W["W_hy"].shape
    states = [tuple(np.zeros(($states, H))) for _ in LAYERS]
    for symbol in symbols:
        x = np.eye(V)[symbol]
        for k, n in enumerate(LAYERS):
            states[k] = step(W, n, x, *states[k])
            x = states[k][0]  # what the layer above reads, and at the top the read-out
    y = W["W_hy"] @ x + W["b_y"]
    p = np.exp(y - y.max())
    return p / p.sum()
'''

_STEPS = {
    "rnn": '''def step(W, n, x, h):
    """One character through one layer: input x, state h -> the new state."""
    h = np.tanh(W["W_xh" + n] @ x + W["W_hh" + n] @ h + W["b_h" + n])
    return (h,)
''',
    "lstm": '''def step(W, n, x, h, c):
    """One character through one layer: input x, states h and c -> the new states."""
    a = {k: W["W_x" + k + n] @ x + W["W_h" + k + n] @ h + W["b_" + k + n] for k in "ifgo"}
    i, f, g, o = sigmoid(a["i"]), sigmoid(a["f"]), np.tanh(a["g"]), sigmoid(a["o"])
    c = f * c + i * g
    return o * np.tanh(c), c
''',
    "gru": '''def step(W, n, x, h):
    """One character through one layer: input x, state h -> the new state."""
    r = sigmoid(W["W_xr" + n] @ x + W["W_hr" + n] @ h + W["b_r" + n])
    z = sigmoid(W["W_xz" + n] @ x + W["W_hz" + n] @ h + W["b_z" + n])
    candidate = np.tanh(W["W_xn" + n] @ x + W["W_hn" + n] @ (r * h) + W["b_n" + n])
    h = (1 - z) * candidate + z * h
    return (h,)
''',
}

_TORCH = '''def network(W):
    """PyTorch's own layers with the model's weights in them."""
    (V, H), kind = W["W_hy"].shape, torch.nn.$kind
    layers, read_out = kind(V, H, len(LAYERS)).double(), torch.nn.Linear(H, V).double()
    with torch.no_grad():
        for k, n in enumerate(LAYERS):
            for theirs, ours in (("weight_ih", "W_x"), ("weight_hh", "W_h"), ("bias_ih", "b_")):
                gates = [torch.tensor(W[ours + gate + n]) for gate in "$gates"]
                getattr(layers, f"{theirs}_l{k}").copy_(torch.cat(gates))
            getattr(layers, f"bias_hh_l{k}").zero_()  # PyTorch has two biases where one does
        read_out.weight.copy_(torch.tensor(W["W_hy"]))
        read_out.bias.copy_(torch.tensor(W["b_y"]))
    return layers, read_out


def probabilities(W, symbols):
    """symbols: places in the vocabulary -> the probability of each character (V,) to come next."""
    layers, read_out = network(W)
    x = torch.nn.functional.one_hot(torch.tensor(symbols), len(W["b_y"])).double()
    with torch.no_grad():
        h, _ = layers(x[:, None])  # steps, a batch of one, units
        return torch.softmax(read_out(h[-1, 0]), 0).numpy()
'''

_TORCH_GRU = '''class GRU(torch.nn.Module):
    """One layer. PyTorch's own GRU has the reset gate behind the product with W_hn; here it is before it."""

    def __init__(self, W, n):
        super().__init__()
        for k in "rzn":
            read = torch.nn.Linear(*reversed(W["W_x" + k + n].shape)).double()
            keep = torch.nn.Linear(*W["W_h" + k + n].shape, bias=False).double()
            with torch.no_grad():
                read.weight.copy_(torch.tensor(W["W_x" + k + n]))
                read.bias.copy_(torch.tensor(W["b_" + k + n]))
                keep.weight.copy_(torch.tensor(W["W_h" + k + n]))
            self.add_module("x" + k, read)
            self.add_module("h" + k, keep)

    def forward(self, x, h):
        r = torch.sigmoid(self.xr(x) + self.hr(h))
        z = torch.sigmoid(self.xz(x) + self.hz(h))
        n = torch.tanh(self.xn(x) + self.hn(r * h))
        return (1 - z) * n + z * h


def probabilities(W, symbols):
    """symbols: places in the vocabulary -> the probability of each character (V,) to come next."""
    layers, W_hy, b_y = [GRU(W, n) for n in LAYERS], torch.tensor(W["W_hy"]), torch.tensor(W["b_y"])
    states = [torch.zeros(W_hy.shape[1]).double() for _ in LAYERS]
    with torch.no_grad():
        for symbol in symbols:
            x = torch.nn.functional.one_hot(torch.tensor(symbol), len(b_y)).double()
            for k, layer in enumerate(layers):
                states[k] = x = layer(x, states[k])
        return torch.softmax(W_hy @ x + b_y, 0).numpy()
'''

_KINDS = {"rnn": ("RNN", "h"), "lstm": ("LSTM", "ifgo")}


def script_numpy(kept, name=NAME):
    """A script (str) that needs NumPy and the model's file, which it looks for under `name`."""
    cell = CELLS[kept.setup.cell]
    body = Template(_NUMPY).substitute(step=_STEPS[cell.name], states=len(cell.states))
    if cell.name == "rnn":
        body = body[body.index("def step") :]
    return _script(kept, name, "NumPy", "import numpy as np", body)


def script_torch(kept, name=NAME):
    """A script (str) that needs PyTorch and the model's file, which it looks for under `name`."""
    cell = kept.setup.cell
    body = _TORCH_GRU
    if cell in _KINDS:
        kind, gates = _KINDS[cell]
        body = Template(_TORCH).substitute(kind=kind, gates=gates)
    return _script(kept, name, "NumPy and PyTorch", "import numpy as np\nimport torch", body)


def _script(kept, name, packages, imports, body):
    setup = kept.setup
    layers = [""] if setup.layers == 1 else [str(k + 1) for k in range(setup.layers)]
    many = f"{len(layers)} layers" if len(layers) > 1 else "one layer"
    top = Template(_TOP).substitute(
        title=f"{CELLS[setup.cell].title}, {many} of {setup.hidden} units",
        packages=packages,
        imports=imports,
        suffixes=json.dumps(layers),
        file=json.dumps(name),
    )
    return top + body + _BOTTOM
