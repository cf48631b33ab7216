"""The terms as data, and the component that explains them where they stand."""
