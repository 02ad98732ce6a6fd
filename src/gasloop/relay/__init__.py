"""What happens after commit and when time passes: outbox, listeners, sweeps."""
