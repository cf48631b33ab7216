"""python -m rnnplay sample: a language model continues a text."""

from rnnplay.cli.flags import flag, flag_help
from rnnplay.cli.input_files import read_model, unknown_characters
from rnnplay.cli.progress import warn
from rnnplay.labs.text.sampling import COUNT, SEED, TEMPERATURE, TOP_K, sample_ids
from rnnplay.options.field import quote

# Field, name of its flag, default.
# fmt: off
FLAGS = ((TEMPERATURE, "temperature", "1"), (TOP_K, "top_k", "0"), (COUNT, "chars", "500"),
         (SEED, "seed", "0"))
# fmt: on


def sample(options) -> int:
    """Let a language model write on from a beginning."""
    kept = read_model(options.model)
    ids, unknown = kept.encode(options.prime)
    choices = {field.name: field.read(getattr(options, field.name)) for field in (TEMPERATURE, TOP_K, SEED)}
    count = COUNT.read(options.chars)
    if unknown:
        warn(unknown_characters(unknown, "skipped"))
    if options.prime and not len(ids):
        warn(f"It has to begin somewhere, and reads {quote(kept.vocab[0])} first.")
    choices["greedy"] = options.greedy
    drawn = sample_ids(kept.model, kept.theta, ids if len(ids) else [0], count, **choices)
    print(kept.decode([*ids, *drawn]))
    return 0


def add_arguments(command):
    """Add the flags of sample to an argparse parser."""
    command.add_argument("model", help="a file that train --out has written")
    command.add_argument("--prime", default="", help="what it begins with; it is printed too.")
    for field, name, default in FLAGS:
        command.add_argument(flag(name), default=default, help=flag_help(field, default))
    command.add_argument("--greedy", action="store_true", help="always the likeliest character")
