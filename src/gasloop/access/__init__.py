"""Who may do what where: accounts, territory, offices, posts, roles, scope."""
