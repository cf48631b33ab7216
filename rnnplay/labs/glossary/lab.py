"""The declaration of the glossary's page: it has no tile and no controls."""

from rnnplay.app.lab import Lab
from rnnplay.labs.glossary.page import QUESTION, page

LAB = Lab(slug="glossary", title="Glossary", question=QUESTION, page=page, parameters=("term",))
