"""Parts of the planner's pages: filters, the list, the reason card, the policy and what would follow from it."""
