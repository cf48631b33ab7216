"""How many visitors one server bears:  python -m tests.load  says what can be measured."""
