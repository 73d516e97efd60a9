"""Show: two web applications, maps, wording and paper."""
