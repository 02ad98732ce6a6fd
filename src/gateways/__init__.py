"""Outside the house: servers that turn device bytes into bus messages. Import kernel and bus only."""
