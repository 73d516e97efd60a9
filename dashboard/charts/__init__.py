"""Charts for screens and paper: frames, palette and words in, a chart out; nothing here knows Streamlit."""
