"""A file is written whole or not at all."""

import errno
import os

import pytest

from rnnplay.server.atomic_write import write_atomically


def test_bytes_and_text_replace_what_was_there(tmp_path):
    path = tmp_path / "my.rnn"
    write_atomically(path, b"one")
    write_atomically(str(path), b"two\r\n")
    assert path.read_bytes() == b"two\r\n"
    write_atomically(path, "three −3\n")
    assert path.read_bytes() == "three −3\n".encode() and list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(ValueError, match=r"no-folder/my.rnn” cannot be written: No such file"):
        write_atomically(tmp_path / "no-folder" / "my.rnn", b"one")
    with pytest.raises(ValueError, match="cannot be written"):
        write_atomically(tmp_path, b"one")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "my.rnn"
    write_atomically(path, b"one")

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"two")
    assert path.read_bytes() == b"one" and list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "my.rnn"
    write_atomically(path, b"one")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ValueError, match=r"my.rnn” cannot be written: No space left on device\.$"):
        write_atomically(path, b"two")
    assert path.read_bytes() == b"one" and list(tmp_path.iterdir()) == [path]
