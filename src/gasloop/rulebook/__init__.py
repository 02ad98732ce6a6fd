"""Policy as dated data: rules, check items, legal bases, measures, constants, calendar."""
