"""What sets confhub up, checks it and builds it; no part of the running server."""
