"""Records: parties, people, credentials, sites, installations."""
