"""移送、抄告: a finding handed to the office that has the power; its receipt, its answer; the hazard follows."""
