"""The glossary: its terms as data, and the component that explains them on every page."""
