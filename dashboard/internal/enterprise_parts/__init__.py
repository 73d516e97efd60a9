"""The parts of the page on one enterprise, in the order a planner asks: may I go, why go, what is known."""
