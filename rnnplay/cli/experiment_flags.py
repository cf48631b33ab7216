"""The flags of an Experiment, which train and export share."""

from dataclasses import replace

from rnnplay.cli.flags import flag_help
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.options.field import MAX_UPDATES, Field
from rnnplay.training.experiment import DEFAULTS, FIELDS, Experiment

UPDATES = Field("updates", "Updates", "How many updates to train.", "integer", 0, MAX_UPDATES)
PRESET = Field("preset", "Preset", "An experiment to start from.", "choice", options=PRESETS)


def experiment_flags(updates):
    """The flags as name -> help text. updates: their number by default."""
    choices = {field.name: flag_help(field, field.write(DEFAULTS[field.name])) for field in FIELDS}
    return {"preset": flag_help(PRESET, "none"), **choices, "updates": flag_help(UPDATES, updates)}


def read_experiment(options):
    """The Experiment of the flags; a flag beside --preset changes the preset. Raises ValueError."""
    start = Experiment() if options.preset is None else PRESETS[PRESET.read(options.preset)].experiment
    given = {field.name: (field, getattr(options, field.name)) for field in FIELDS}
    return replace(start, **{name: f.read(text) for name, (f, text) in given.items() if text is not None})
