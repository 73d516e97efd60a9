"""Show leaders and planners the published warehouse."""
