"""Say what portable SQL cannot: identity, places, scans."""
