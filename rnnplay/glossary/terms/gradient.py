"""The gradient, and how it changes on its way back."""

from rnnplay.glossary.terms.term import GRADIENT_FLOW, MODEL, OPTIMIZERS, TEXT, Term

GRADIENT = {
    "gradient": Term(
        ("gradient", "dL/dy", "dL/dW", "dL/da"),
        "How much the loss rises for a small rise of a number, while all other numbers stay. An update goes "
        "the other way. Each weight has a gradient, and so has each score and state.",
        (MODEL, "Model.backprop"),
        ("dL-dh", "bptt", "update"),
    ),
    "dL-dh": Term(
        ("dL/dh", "dL/dc", "dL/dx", "dL/dh_T", "∂L/∂h", "dh", "dc"),
        "The gradient of the loss with respect to a state (dh in the code): how much the loss depends on the "
        "state at that step. It is the sum of two parts: from the scores of that step, and from the next "
        "step.",
        ("rnnplay/nn/gate_roles.py", "memory_gradient"),
        ("vanishing", "bptt"),
        "same shape as the state",
    ),
    "gradient-norm": Term(
        ("gradient norm", "norm of the gradient", "grad norm"),
        "The length of the gradient of all weights together: the root of the sum of their squares. Large "
        "means steep.",
        (OPTIMIZERS, "norm"),
        ("clipping", "exploding"),
    ),
    "bptt": Term(
        ("backpropagation through time", "BPTT", "backpropagation", "backward pass", "backward"),
        "The chain rule on the unrolled network, from the last step to the first. A weight serves every "
        "step, so its gradient is the sum of one contribution a step.",
        (MODEL, "Model.backprop"),
        ("truncated-bptt", "dL-dh", "W_hh"),
    ),
    "truncated-bptt": Term(
        ("truncated backpropagation through time", "truncated backpropagation", "truncated BPTT"),
        "A long text is read in chunks. The state goes on from chunk to chunk; the gradient stops at the "
        "beginning of a chunk. So the network uses what it read before, but does not learn to store it.",
        (TEXT, "TextRun.batch"),
        ("bptt", "carried-state", "chunk"),
    ),
    "vanishing": Term(
        ("vanishing", "vanishing gradient", "vanish"),
        "A gradient that is multiplied by a number ρ smaller than 1 at each step back is soon near 0: ρᵏ "
        "after k steps. The network cannot learn to use inputs from so far back.",
        (GRADIENT_FLOW, "closed_form"),
        ("exploding", "spectral-radius", "gate"),
    ),
    "exploding": Term(
        ("exploding", "exploding gradient", "explode"),
        "A gradient that is multiplied by a number larger than 1 at each step back is soon huge. One update "
        "then undoes much of the training. Clipping prevents that.",
        ("rnnplay/labs/gap/spectral_radius.py", "radius_experiment"),
        ("vanishing", "clipping"),
    ),
    "spectral-radius": Term(
        ("spectral radius", "ρ"),
        "ρ: the size of the largest eigenvalue of W_hh. Without tanh, the gradient shrinks or grows like ρᵏ "
        "over k steps: below 1 it vanishes, above 1 it explodes.",
        (GRADIENT_FLOW, "spectral_radius"),
        ("W_hh", "vanishing", "exploding"),
    ),
    "clipping": Term(
        ("clipping", "clip", "clipped", "unclipped"),
        "A gradient longer than a limit is shortened to it and keeps its direction; or each number is cut on "
        "its own. It helps against exploding gradients, not against vanishing ones. (Pascanu and others "
        "2013)",
        (OPTIMIZERS, "clip"),
        ("gradient-norm", "exploding"),
    ),
    "gradient-check": Term(
        ("gradient check", "finite differences"),
        "A test of the backward pass: change one weight a little both ways, compute how the loss changes, "
        "and compare that with the gradient.",
        ("rnnplay/nn/gradcheck.py", "numeric_gradient"),
        ("gradient",),
    ),
}
