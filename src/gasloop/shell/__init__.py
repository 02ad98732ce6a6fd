"""What every page is made of: frame, navigation, declared lists, forms, refusals said in words."""
