"""The view "Keep it": download the network, its samples, its history and scripts; load a network."""

import pandas as pd
import streamlit as st

from rnnplay.labs.text.model_file import save
from rnnplay.labs.text.standalone_scripts import script_numpy, script_torch
from rnnplay.labs.text.state import UPLOADED
from rnnplay.server.limits import limits

FILE, TRAINED = "model.rnnplay", "trained.rnnplay"  # names of the download and of the command's file


def panel(state, controls):
    state.collect()
    first, second = st.columns(2, gap="large")
    with first:
        downloads(state)
    with second:
        load_model(state)


def downloads(state):
    """Files of the network that was trained here."""
    run = state.run
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
            "What it wrote", lambda: samples_text(run), "samples.txt", "text/plain", on_click="ignore"
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
    turned = " Changes of the rate during training are not in it." if run.rates else ""
    st.caption(
        "The same set-up, trained from its beginning without a browser. Stopped and started again, this "
        f"command continues; the model file above holds too little for that.{turned}"
    )
    st.code(command(state), language="bash", wrap_lines=True)
    st.code(
        f'python -m rnnplay sample {FILE} --prime "The " --temperature 0.8 --chars 500 --seed 1',
        language="bash",
        wrap_lines=True,
    )


def load_model(state):
    """A network from a file."""
    st.subheader("Bring one back", anchor=False)
    file = st.file_uploader("A model file", key="text-model-file", max_upload_size=limits().upload_model)
    if file is not None and st.session_state.get("text-model-loaded") != file.file_id:
        st.session_state["text-model-loaded"] = file.file_id
        state.load(file.getvalue())
        st.rerun()
    loaded = state.loaded
    if loaded is None:
        st.caption("A file that was kept here or made on the command line. It is read as data and never run.")
        return
    trained = loaded.curve[-1] if loaded.curve else None
    bits = f", {trained.valid:.2f} bits per character on its held-out text" if trained else ""
    st.markdown(
        f"**{loaded.model.recurrent.title}**, {loaded.setup.hidden} units, "
        f"{loaded.model.layout.size:,} weights, {len(loaded.vocab)} symbols, {loaded.update:,} "
        f"updates{bits}. *Draw by draw* and *Look inside* now show this one."
    )
    st.button("Put it away", key="text-put-away", on_click=lambda: setattr(state, "loaded", None))


def command(state):
    """The command line that trains the same network."""
    run = state.run
    text = {"file": "text.txt"} if state.trained_source == UPLOADED else {"source": state.trained_source}
    fold = {"fold": run.corpus.fold} if run.corpus.fold else {}
    flags = " ".join(f"--{name} {value}" for name, value in (text | fold | run.setup.to_query()).items())
    return f"python -m rnnplay train {flags} --out {TRAINED}"


def samples_text(run):
    """All samples of the run as one text."""
    return "\n\n".join(f"=== update {sample.update} ===\n{sample.text}" for sample in run.samples)


def history(run):
    """The curve as CSV."""
    return pd.DataFrame([vars(point) for point in run.curve]).to_csv(index=False)
