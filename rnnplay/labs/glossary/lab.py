"""The glossary's page as the rest of the app knows it."""

from rnnplay.app.lab import Lab
from rnnplay.labs.glossary.page import QUESTION, page

LAB = Lab(slug="glossary", title="Glossary", question=QUESTION, page=page, parameters=("term",))
