"""The flag of a Field on the command line: its name and its help text."""


def flag(name):
    """The flag of a Field's name: --clip-by for clip_by."""
    return "--" + name.replace("_", "-")


def flag_help(field, default):
    """The help text of a Field's flag: what it is, what is allowed, the default."""
    text = f"{field.help.removesuffix('.')}. {field.rule}; default {default}."
    return text.replace("%", "%%")
