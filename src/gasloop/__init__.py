"""GasLoop, 燃气安全闭环治理平台: the software that runs a town's gas-safety plan."""
