"""The script Streamlit runs, with its configuration; apart from pages/, which Streamlit would take for scripts of its own."""
