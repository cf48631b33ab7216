"""Long work: queue, worker processes, quotas, limits, shared runs and saved sessions. No Streamlit."""
