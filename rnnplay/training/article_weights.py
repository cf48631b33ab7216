"""The weights of the article's figure: three hidden units read "hell" and should predict "ello".

Karpathy, "The Unreasonable Effectiveness of Recurrent Neural Networks" (2015), prints its sixteen scores
and twelve hidden values. These weights reproduce them to the printed decimal (one hidden value, printed 1.0,
is 0.97). Other weights would do so too, because the printed numbers do not determine all of W_hh.
"""

import numpy as np

FIGURE = {
    "text": "hello",
    "cell": "rnn",
    "hidden": 3,
    "activation": "tanh",
}  # the only experiment these weights fit


def figure_weights():
    """dict of name -> array; a column of W_xh and a row of W_hy each for h, e, l, o."""
    return {
        "W_xh": np.array([[0.225, 1.247, -0.2, 0], [1.935, 3.092, 3.093, 0], [1.535, 0.918, 0.657, 0]]),
        "W_hh": np.array([[0.158, -0.053, 0.787], [-1.354, -0.819, -0.469], [-0.767, -0.327, -0.619]]),
        "W_hy": np.array(
            [[0.437, -0.377, 0.803], [1.183, -2.575, 2.078], [-2.219, 0.774, -3.972], [1.048, -0.412, 4.296]]
        ),
        "b_h": np.array([0.084, -2.036, -0.063]),
        "b_y": np.array([0.109, -0.282, 1.318, -0.122]),
    }
