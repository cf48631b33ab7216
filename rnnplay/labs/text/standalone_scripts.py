"""Standalone programs for a saved model: the network's equations in NumPy or in PyTorch.

Both programs read the model's file and print the probability of each next character.
"""

import json
from string import Template

from rnnplay.nn.cells import CELLS
from rnnplay.nn.equations import FUNCTIONS, numpy_line, read, torch_line
from rnnplay.nn.parameters import Layout

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
    unknown = set(text) - set(vocab)
    if not text or unknown:
        sys.exit(f"Give a beginning in characters that the model knows, without {sorted(unknown)}.")
    p = probabilities(W, [vocab.index(char) for char in text])
    for k in (-p).argsort(kind="stable"):
        print(f"{p[k]:.9f} {vocab[k]!r}")
"""

_NUMPY = '''$functions
def step(W, x, $states_before):
    """One character through one layer: input x, states before the step -> states after it."""
$equations
    return $states


def probabilities(W, symbols):
    """symbols: places in the vocabulary -> the probability of each character (V,) to come next."""
    V, H = W["W_hy"].shape
    layers = [{name.removesuffix(n): W[name] for name in W if name.endswith(n)} for n in LAYERS]
    states = [tuple(np.zeros(($count, H))) for _ in LAYERS]
    for symbol in symbols:
        x = np.eye(V)[symbol]
        for k, layer in enumerate(layers):
            states[k] = step(layer, x, *states[k])
            x = states[k][0]  # what the layer above reads, and at the top the read-out
    y = W["W_hy"] @ x + W["b_y"]
    p = np.exp(y - y.max())
    return p / p.sum()
'''

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

_TORCH_EQUATIONS = '''class Layer(torch.nn.Module):
    """One layer: $title, equation by equation."""

    def __init__(self, W, n):
        super().__init__()
        for name in $names:
            setattr(self, name, torch.nn.Parameter(torch.tensor(W[name + n])))

    def forward(self, x, $states_before):
$equations
        return $states


def probabilities(W, symbols):
    """symbols: places in the vocabulary -> the probability of each character (V,) to come next."""
    layers, W_hy, b_y = [Layer(W, n) for n in LAYERS], torch.tensor(W["W_hy"]), torch.tensor(W["b_y"])
    states = [tuple(torch.zeros($count, W_hy.shape[1]).double()) for _ in LAYERS]
    with torch.no_grad():
        for symbol in symbols:
            x = torch.nn.functional.one_hot(torch.tensor(symbol), len(b_y)).double()
            for k, layer in enumerate(layers):
                states[k] = layer(x, *states[k])
                x = states[k][0]  # what the layer above reads, and at the top the read-out
        return torch.softmax(W_hy @ x + b_y, 0).numpy()
'''


def script_numpy(kept, name=NAME):
    """A script (str) that needs NumPy and the model's file, which it looks for under `name`."""
    cell = CELLS[kept.setup.cell]
    used = {function for line in cell.equations for function in read(line).functions}
    functions = [
        FUNCTIONS[function].definition for function in sorted(used) if FUNCTIONS[function].definition
    ]
    body = _filled(_NUMPY, cell, 4, numpy_line, lambda name: f'W["{name}"]')
    body = body.replace("$functions\n", "\n\n".join([*functions, ""]))
    return _script(kept, name, "NumPy", "import numpy as np", body)


def script_torch(kept, name=NAME):
    """A script (str) that needs PyTorch and the model's file, which it looks for under `name`."""
    cell = CELLS[kept.setup.cell]
    layer = getattr(cell, "torch_layer", None)
    if layer and layer.fits(cell):
        body = Template(_TORCH).substitute(kind=layer.name, gates=layer.gates)
    else:
        body = _filled(_TORCH_EQUATIONS, cell, 8, torch_line, lambda name: f"self.{name}")
    return _script(kept, name, "NumPy and PyTorch", "import numpy as np\nimport torch", body)


def _filled(template, cell, indent, line, parameter):
    """A template with a cell's equations in it.

    line(equation, name): one of them as a program has it; parameter(name): a weight as the program has it.
    """
    names = _parameters(cell)

    def name(found):
        return parameter(found) if found in names else found

    return Template(template).safe_substitute(
        title=cell.title,
        equations="\n".join(" " * indent + line(equation, name) for equation in cell.equations),
        states_before=", ".join(f"{state}_prev" for state in cell.states),
        states=f"({', '.join(cell.states)}{',' * (len(cell.states) == 1)})",
        count=len(cell.states),
        names=f'"{" ".join(names)}".split()',
    )


def _parameters(cell):
    """The names of a cell's parameters."""
    return tuple(Layout(cell.blocks(1, 1)).views)


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
