"""Keep it: the network, what it wrote and how it learned as files; a network brought back; scripts."""

import pandas as pd
import streamlit as st

from rnnplay.labs.text.model_file import save
from rnnplay.labs.text.standalone_scripts import script_numpy, script_torch
from rnnplay.labs.text.state import OWN
from rnnplay.server.limits import limits

FILE, TRAINED = "model.rnnplay", "trained.rnnplay"  # what is downloaded, and what the command line makes


def panel(study, controls):
    study.collect()
    first, second = st.columns(2, gap="large")
    with first:
        give(study)
    with second:
        take(study)


def give(study):
    """Files of the network that was trained here."""
    run = study.run
    st.subheader("Take it with you", anchor=False)
    if run is None or run.theta is None:
        st.caption("There is nothing to keep yet. Train a network first, under Train.")
        return
    corpus = run.corpus
    st.caption(
        f"{run.model.recurrent.title}, {run.model.layout.size:,} weights, {corpus.size} symbols, after "
        f"{run.update:,} updates. One file: readable at its head, plain numbers below, with a checksum."
    )
    with st.container(horizontal=True):
        st.download_button(
            "The model",
            lambda: save(run),
            FILE,
            "application/octet-stream",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            "What it wrote", lambda: written(run), "samples.txt", "text/plain", on_click="ignore"
        )
        st.download_button("Its history", lambda: history(run), "history.csv", "text/csv", on_click="ignore")
    st.caption("Scripts that read the model file and give the same probabilities, without this project:")
    with st.container(horizontal=True):
        st.download_button(
            "In plain NumPy",
            lambda: script_numpy(run, FILE),
            "read_model.py",
            "text/x-python",
            on_click="ignore",
        )
        st.download_button(
            "In PyTorch",
            lambda: script_torch(run, FILE),
            "read_model_torch.py",
            "text/x-python",
            on_click="ignore",
        )
    turned = " The rate that was changed on the way is not in it." if run.rates else ""
    st.caption(
        "The same set-up, trained from its beginning without a browser. Stopped and given again, this "
        f"command goes on where it was; the model file above holds too little for that.{turned}"
    )
    st.code(command(study), language="bash", wrap_lines=True)
    st.code(
        f'python -m rnnplay sample {FILE} --prime "The " --temperature 0.8 --chars 500 --seed 1',
        language="bash",
        wrap_lines=True,
    )


def take(study):
    """A network from a file."""
    st.subheader("Bring one back", anchor=False)
    file = st.file_uploader("A model file", key="text-model-file", max_upload_size=limits().upload_model)
    if file is not None and st.session_state.get("text-model-taken") != file.file_id:
        st.session_state["text-model-taken"] = file.file_id
        study.load(file.getvalue())
        st.rerun()
    kept = study.kept
    if kept is None:
        st.caption("A file that was kept here or made on the command line. It is read as data and never run.")
        return
    trained = kept.curve[-1] if kept.curve else None
    bits = f", {trained.valid:.2f} bits per character on its held-out text" if trained else ""
    st.markdown(
        f"**{kept.model.recurrent.title}**, {kept.setup.hidden} units, {kept.model.layout.size:,} weights, "
        f"{len(kept.vocab)} symbols, {kept.update:,} updates{bits}. *Draw by draw* and *Look inside* now "
        "ask this one."
    )
    st.button("Put it away", key="text-put-away", on_click=lambda: setattr(study, "kept", None))


def command(study):
    """The command line that trains the same network."""
    run = study.run
    text = {"file": "text.txt"} if study.learned == OWN else {"source": study.learned}
    fold = {"fold": run.corpus.fold} if run.corpus.fold else {}
    said = " ".join(f"--{name} {value}" for name, value in (text | fold | run.setup.to_query()).items())
    return f"python -m rnnplay train {said} --out {TRAINED}"


def written(run):
    """Everything that it wrote on the way, as text."""
    return "\n\n".join(f"=== update {sample.update} ===\n{sample.text}" for sample in run.samples)


def history(run):
    """The curve, as a table."""
    return pd.DataFrame([vars(point) for point in run.curve]).to_csv(index=False)
