"""The etiquette: what a rule may ask, the rules checked, and what they decide."""
