"""检查行动: objects drawn, assigned, routed, covered; outside experts take part with a sign-in of their own."""
