"""Tools of the workshop: nothing in here is needed to run GasLoop."""
