"""The Streamlit rim: controls, state, and the player that no library has."""
